package dev.serin.plug.telemetry;

import dev.serin.meter.Meter;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/**
 * The metrics in the text format of Prometheus. Nothing of the library is loaded before somebody
 * asks for the first time, so a server that nobody scrapes does not pay for it.
 */
public final class Exposition implements AutoCloseable {
  private final Meter meter;
  private final Object lock = new Object();
  private Optional<Scraped> scraped = Optional.empty();

  /** Shows this meter and the JVM. */
  public Exposition(Meter meter) {
    this.meter = meter;
  }

  /** All metrics now. */
  public String text() {
    return scraped().registry().scrape();
  }

  private Scraped scraped() {
    synchronized (lock) {
      if (scraped.isEmpty()) {
        scraped = Optional.of(Scraped.of(meter));
      }
      return scraped.get();
    }
  }

  /** Lets go of the JVM's notifications. */
  @Override
  public void close() {
    synchronized (lock) {
      scraped.ifPresent(Scraped::close);
      scraped = Optional.empty();
    }
  }

  private record Scraped(PrometheusMeterRegistry registry, JvmGcMetrics collections) {
    static Scraped of(Meter meter) {
      PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      registry.getPrometheusRegistry().register(new MeterCollector(meter));
      JvmGcMetrics collections = new JvmGcMetrics();
      collections.bindTo(registry);
      new JvmMemoryMetrics().bindTo(registry);
      new JvmThreadMetrics().bindTo(registry);
      new ClassLoaderMetrics().bindTo(registry);
      new ProcessorMetrics().bindTo(registry);
      new FileDescriptorMetrics().bindTo(registry);
      new UptimeMetrics().bindTo(registry);
      return new Scraped(registry, collections);
    }

    void close() {
      collections.close();
      registry.close();
    }
  }
}
