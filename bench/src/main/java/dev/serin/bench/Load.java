package dev.serin.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A closed-loop HTTP/1.1 client on plain sockets: the same request over kept connections. */
final class Load {
  private final int port;
  private final byte[] request;

  Load(int port, String path, String body) {
    this.port = port;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nContent-Type: application/json"
            + "\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    this.request = Arrays.copyOf(start, start.length + bytes.length);
    System.arraycopy(bytes, 0, this.request, start.length, bytes.length);
  }

  /** Sends about {@code total} requests over {@code connections}; returns how many were not 200. */
  int run(int connections, int total) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(total);
    AtomicInteger failed = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(connections);
    for (int i = 0; i < connections; i++) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  connection(left, failed);
                } catch (IOException broken) {
                  failed.incrementAndGet();
                } finally {
                  done.countDown();
                }
              });
    }
    done.await();
    return failed.get();
  }

  /** One request on its own connection; returns the whole answer. */
  String once() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(request);
      byte[] buffer = new byte[64 << 10];
      int length = answer(socket.getInputStream(), buffer);
      return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }
  }

  private void connection(AtomicInteger left, AtomicInteger failed) throws IOException {
    byte[] buffer = new byte[64 << 10];
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      while (left.getAndDecrement() > 0) {
        out.write(request);
        answer(in, buffer);
        if (buffer[9] != '2') {
          failed.incrementAndGet();
        }
      }
    }
  }

  /** Reads one answer with a Content-Length into the buffer; returns its length. */
  private static int answer(InputStream in, byte[] buffer) throws IOException {
    int length = 0;
    int whole = Integer.MAX_VALUE;
    while (length < whole) {
      int read = in.read(buffer, length, buffer.length - length);
      if (read < 0) {
        throw new IOException("closed in the middle of an answer");
      }
      length += read;
      if (whole == Integer.MAX_VALUE) {
        whole = wholeLength(buffer, length);
      }
    }
    return length;
  }

  private static int wholeLength(byte[] buffer, int length) {
    String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return Integer.MAX_VALUE;
    }
    int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length:");
    int from = at + "content-length:".length();
    return end + 4 + Integer.parseInt(text.substring(from, text.indexOf('\r', from)).strip());
  }
}
