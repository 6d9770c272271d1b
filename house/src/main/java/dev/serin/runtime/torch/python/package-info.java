/**
 * Keeps a small part of the language Python: its words, its grammar, and an interpreter with a
 * budget that can reach nothing but the library it is given. The text of a {@code model_class.py}
 * comes in; classes, objects and the results of their methods, or refusals that name the line, go
 * out.
 */
package dev.serin.runtime.torch.python;
