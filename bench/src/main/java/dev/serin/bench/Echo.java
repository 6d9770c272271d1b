package dev.serin.bench;

import io.helidon.webserver.WebServer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The bare server library answering the bytes it got: the floor below every figure. */
public final class Echo {
  private Echo() {}

  /** Listens on a free port and prints its address. */
  public static void main(String[] args) {
    Logger.getLogger("").setLevel(Level.WARNING);
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(
                routing ->
                    routing.post(
                        "/*",
                        (request, response) -> response.send(request.content().as(byte[].class))))
            .build()
            .start();
    System.out.println("http://127.0.0.1:" + server.port());
  }
}
