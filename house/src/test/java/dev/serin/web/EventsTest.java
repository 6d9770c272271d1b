package dev.serin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final Route THREE =
      Route.get("/three", V2Dialect.PLAIN, _ -> Answer.events(EventsTest::three));

  private static void three(Events events) {
    events.send(7, "PROMOTED", "{\"a\":1}");
    events.beat();
    events.send("tick", "two\nlines");
  }

  @Test
  void eventsArriveAsTheStandardWritesThem() {
    try (TestHouse house = new TestHouse(_ -> List.of(THREE));
        Client client = new Client(house.port())) {
      var reply = client.get("/three");

      assertThat(reply.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
      assertThat(reply.body())
          .isEqualTo(
              "id: 7\nevent: PROMOTED\ndata: {\"a\":1}\n\n:\n\n"
                  + "event: tick\ndata: two\ndata: lines\n\n");
      assertThat(client.raw("HEAD /three HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200")
          .endsWith("\r\n\r\n");
      assertThat(client.get("/livez").status()).isEqualTo(200);
    }
  }

  @Test
  void aStreamEndsWhenTheServerCloses() throws InterruptedException {
    CountDownLatch began = new CountDownLatch(1);
    Route endless = Route.get("/endless", V2Dialect.PLAIN, _ -> Answer.events(until(began)));
    Thread asking;
    try (TestHouse house = new TestHouse(_ -> List.of(endless))) {
      int port = house.port();
      asking =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Client client = new Client(port)) {
                      client.get("/endless");
                    }
                  });
      assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(asking.join(java.time.Duration.ofSeconds(20))).isTrue();
  }

  private static Events.Source until(CountDownLatch began) {
    return events -> {
      while (events.open()) {
        events.beat();
        began.countDown();
        LockSupport.parkNanos(1_000_000);
      }
    };
  }

  @Test
  void aClientThatGoesAwayEndsItsStream() throws IOException, InterruptedException {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Events.Source source = until(began);
    Route endless =
        Route.get(
            "/endless",
            V2Dialect.PLAIN,
            _ ->
                Answer.events(
                    events -> {
                      source.write(events);
                      ended.countDown();
                    }));
    try (TestHouse house = new TestHouse(_ -> List.of(endless));
        Client client = new Client(house.port())) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
        OutputStream out = socket.getOutputStream();
        out.write("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
        out.flush();
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
      }

      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(client.get("/livez").status()).isEqualTo(200);
    }
  }

  @Test
  void onlySoManyStreamsAreOpenAtOnce() {
    Streams streams = new Streams(1);
    Answer answer = Answer.events(EventsTest::three);
    Answer first = streams.admitted(answer, EventsTest::three);

    assertThatThrownBy(() -> streams.admitted(answer, EventsTest::three))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> assertThat(raised.problem().code()).isEqualTo("STREAMS_FULL"));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    first.stream().orElseThrow().write(streams.events(out));
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("PROMOTED");
    assertThat(streams.admitted(answer, EventsTest::three).stream()).isPresent();
  }

  @Test
  void theRevisionOfIfMatchIsTakenFromAnyFormOfATag() {
    Route revision =
        Route.get(
            "/revision",
            V2Dialect.PLAIN,
            ask ->
                Answer.text(200, "text/plain", ask.revision().map(String::valueOf).orElse("none")));
    try (TestHouse house = new TestHouse(_ -> List.of(revision));
        Client client = new Client(house.port())) {
      assertThat(tagged(client, "\"12\"")).isEqualTo("12");
      assertThat(tagged(client, "W/\"12\"")).isEqualTo("12");
      assertThat(tagged(client, "12")).isEqualTo("12");
      assertThat(tagged(client, "*")).isEqualTo("none");
      assertThat(client.get("/revision").body()).isEqualTo("none");
      assertThat(tagged(client, "abc")).contains("ETAG_INVALID");
    }
  }

  private static String tagged(Client client, String tag) {
    return client.send("GET", "/revision", new byte[0], "If-Match", tag).body();
  }
}
