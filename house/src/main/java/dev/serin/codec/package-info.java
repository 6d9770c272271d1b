/**
 * Keeps the shapes in which tensors travel as text: Open Inference V2 in JSON, named columns in
 * JSON or CSV, and bare nested arrays. Request bytes and a signature come in, and so do tensors to
 * answer with; tensors that fit the signature, and answer bytes, go out.
 */
package dev.serin.codec;
