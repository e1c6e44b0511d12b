using System.Diagnostics.Metrics;

namespace Tracker.Hosting.Tests.Metrics;

public sealed class MetricsEndpointTests : IAsyncLifetime
{
    // An endpoint serves every meter of the process, so each test looks only at names of its own.
    private readonly string _prefix = $"t{Guid.NewGuid():N}";
    private readonly Meter _meter;
    private MetricsEndpoint _metrics = null!;

    // OpenTelemetry takes meters of one name for one, also those of the tests beside this one.
    public MetricsEndpointTests() => _meter = new Meter($"Tracker.Tests.{_prefix}");

    public async Task InitializeAsync() => _metrics = await MetricsEndpoint.StartAsync();

    public async Task DisposeAsync()
    {
        await _metrics.DisposeAsync();
        _meter.Dispose();
    }

    [Fact]
    public async Task Counter_adds_up_per_label_set_and_ends_in_total()
    {
        Counter<long> counter = _meter.CreateCounter<long>($"{_prefix}.reports.stored", "{report}", "Reports stored.");
        counter.Add(2, new("source", "b"), new("a.kind", "csv"));
        counter.Add(40, new("a.kind", "csv"), new("source", "b"));
        counter.Add(1, new KeyValuePair<string, object?>("source", "a"));
        Assert.Equal(
            """
            # TYPE X_reports_stored_total counter
            # HELP X_reports_stored_total Reports stored.
            X_reports_stored_total{a_kind="csv",source="b"} 42
            X_reports_stored_total{source="a"} 1

            """,
            await TextAsync());
    }

    [Fact]
    public async Task UpDownCounter_is_a_gauge_of_its_sum()
    {
        UpDownCounter<int> open = _meter.CreateUpDownCounter<int>($"{_prefix}.open");
        open.Add(5);
        open.Add(-2);
        Assert.Equal("# TYPE X_open gauge\nX_open{} 3\n", await TextAsync());
    }

    [Fact]
    public async Task Gauge_shows_its_last_value_with_its_unit_in_the_name()
    {
        Gauge<double> lag = _meter.CreateGauge<double>($"{_prefix}.lag", "s");
        lag.Record(5);
        lag.Record(0.25);
        Assert.Equal("# TYPE X_lag_seconds gauge\nX_lag_seconds{} 0.25\n", await TextAsync());
    }

    [Fact]
    public async Task Observed_series_ends_once_it_is_no_longer_observed()
    {
        List<Measurement<long>> observed = [new(10, new KeyValuePair<string, object?>("shard", 1)), new(20, new KeyValuePair<string, object?>("shard", 2))];
        _meter.CreateObservableGauge($"{_prefix}.backlog", () => observed);
        _meter.CreateObservableCounter($"{_prefix}.written", () => 7L, "By");
        Assert.Equal(
            """
            # TYPE X_backlog gauge
            X_backlog{shard="1"} 10
            X_backlog{shard="2"} 20
            # TYPE X_written_bytes_total counter
            X_written_bytes_total{} 7

            """,
            await TextAsync());

        observed.RemoveAt(0);
        Assert.Equal("# TYPE X_backlog gauge\nX_backlog{shard=\"2\"} 20\n# TYPE X_written_bytes_total counter\nX_written_bytes_total{} 7\n", await TextAsync());
    }

    [Fact]
    public async Task Histogram_counts_up_to_each_bound()
    {
        Histogram<double> duration = _meter.CreateHistogram(
            $"{_prefix}.duration", "s", "How long.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (double seconds in new[] { 0.1, 0.5, 0.5, 7 }) duration.Record(seconds, new KeyValuePair<string, object?>("job", "j"));
        Assert.Equal(
            """
            # TYPE X_duration_seconds histogram
            # HELP X_duration_seconds How long.
            X_duration_seconds_bucket{job="j",le="0.1"} 1
            X_duration_seconds_bucket{job="j",le="1"} 3
            X_duration_seconds_bucket{job="j",le="+Inf"} 4
            X_duration_seconds_sum{job="j"} 8.1
            X_duration_seconds_count{job="j"} 4

            """,
            await TextAsync());
    }

    [Fact]
    public async Task Histogram_in_seconds_without_advice_has_buckets_for_seconds()
    {
        _meter.CreateHistogram<double>($"{_prefix}.took", "s").Record(0.006);
        string text = await TextAsync();
        Assert.Contains("X_took_seconds_bucket{le=\"0.005\"} 0\nX_took_seconds_bucket{le=\"0.01\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prometheus_gets_the_text_format_whatever_it_accepts()
    {
        _meter.CreateCounter<long>($"{_prefix}.runs").Add(1);
        Assert.Equal("# TYPE X_runs_total counter\nX_runs_total{} 1\n", await TextAsync("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.3"));
    }

    [Fact]
    public async Task Labels_and_help_are_escaped()
    {
        Gauge<double> gauge = _meter.CreateGauge<double>($"{_prefix}.escaped", description: "back\\slash,\nnext line, \"quoted\"");
        gauge.Record(double.NaN, new("text", "a\\b\n\"c\""), new("flag", true), new("none", null), new("ratio", 1.5), new("ünit", "ß"));
        Assert.Equal(
            "# TYPE X_escaped gauge\n# HELP X_escaped back\\\\slash,\\nnext line, \"quoted\"\n"
            + "X_escaped{flag=\"true\",none=\"\",ratio=\"1.5\",text=\"a\\\\b\\n\\\"c\\\"\",_nit=\"ß\"} NaN\n",
            await TextAsync());
    }

    [Fact]
    public async Task Meter_of_another_name_is_not_collected()
    {
        using Meter other = new("Somebody.Else");
        other.CreateCounter<int>($"{_prefix}.theirs").Add(1);
        Assert.Empty(await TextAsync());
    }

    [Fact]
    public async Task Failed_observation_leaves_the_others()
    {
        _meter.CreateObservableGauge<int>($"{_prefix}.broken", int () => throw new InvalidOperationException("not now"));
        _meter.CreateObservableGauge($"{_prefix}.sound", () => 1);
        Assert.Equal("# TYPE X_sound gauge\nX_sound{} 1\n", await TextAsync());
    }

    [Fact]
    public async Task No_measurement_is_lost_when_many_measure_and_scrape_at_once()
    {
        Counter<double> counter = _meter.CreateCounter<double>($"{_prefix}.many");
        Histogram<int> histogram = _meter.CreateHistogram<int>($"{_prefix}.sizes");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (int i = 0; i < 2000; i++)
            {
                counter.Add(0.5, new KeyValuePair<string, object?>("half", i % 2));
                histogram.Record(3);
                if (i % 500 == worker) await _metrics.ReadAsync();
            }
        })));
        string text = await TextAsync();
        Assert.Contains("X_many_total{half=\"0\"} 4000\nX_many_total{half=\"1\"} 4000\n", text, StringComparison.Ordinal);
        Assert.Contains("X_sizes_sum{} 48000\nX_sizes_count{} 16000\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Series_beyond_the_limit_are_counted_together()
    {
        Counter<int> counter = _meter.CreateCounter<int>($"{_prefix}.wild");
        for (int i = 0; i < 2100; i++) counter.Add(1, new KeyValuePair<string, object?>("id", i));
        Assert.Contains("X_wild_total{otel_metric_overflow=\"true\"} 100\n", await TextAsync(), StringComparison.Ordinal);
    }

    private async Task<string> TextAsync(string accept = "*/*") => string.Concat((await _metrics.ReadAsync(accept)).Split('\n')
            .Where(line => line.Contains(_prefix, StringComparison.Ordinal))
            .Select(line => line + '\n'))
        .Replace(_prefix, "X", StringComparison.Ordinal);
}
