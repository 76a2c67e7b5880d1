/** Form.io's renderer as its bundle leaves it in the page, as far as this page uses it. */
declare const Formio: {
  createForm(element: HTMLElement, definition: object, options: FormioOptions): Promise<FormioForm>;
};

type FormioOptions = {
  language: string;
  i18n: Record<string, Record<string, string>>;
  noDefaultSubmitButton: boolean;
};

type FormioForm = {
  /** What the form holds now, by the fields' ids. */
  data: Record<string, unknown>;
  setSubmission(submission: { data: Record<string, unknown> }): Promise<unknown>;
  getComponent(key: string): { setValue(value: unknown): boolean } | undefined;
  on(event: 'change', listener: () => void): void;
  /** Rejects, after showing what is wrong, where the form is not as it has to be. */
  submit(): Promise<unknown>;
  destroy(all?: boolean): void;
};
