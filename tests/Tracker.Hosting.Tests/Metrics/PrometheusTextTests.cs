using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Tracker.Hosting.Metrics;

namespace Tracker.Hosting.Tests.Metrics;

public sealed class PrometheusTextTests : IDisposable
{
    // A collector hears every meter of the process, so each test looks only at names of its own.
    private readonly string _prefix = $"t{Guid.NewGuid():N}";
    private readonly Meter _meter = new("Tracker.Tests");
    private readonly MetricsCollector _collector = new(NullLogger<MetricsCollector>.Instance);

    public PrometheusTextTests() => _collector.Start();

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_counter_adds_up_by_label_and_ends_in_total()
    {
        Counter<long> counter = _meter.CreateCounter<long>($"{_prefix}.reports.stored", "{report}", "Reports stored.");
        counter.Add(2, new("source", "b"), new("a.kind", "csv"));
        counter.Add(40, new("a.kind", "csv"), new("source", "b"));
        counter.Add(1, new KeyValuePair<string, object?>("source", "a"));
        Assert.Equal(
            """
            # HELP X_reports_stored_total Reports stored.
            # TYPE X_reports_stored_total counter
            X_reports_stored_total{a_kind="csv",source="b"} 42
            X_reports_stored_total{source="a"} 1

            """,
            Text());
    }

    [Fact]
    public void What_goes_up_and_down_is_a_gauge_of_its_sum()
    {
        UpDownCounter<int> open = _meter.CreateUpDownCounter<int>($"{_prefix}.open");
        open.Add(5);
        open.Add(-2);
        Assert.Equal("# TYPE X_open gauge\nX_open 3\n", Text());
    }

    [Fact]
    public void A_gauge_is_its_last_value_with_its_unit()
    {
        Gauge<double> lag = _meter.CreateGauge<double>($"{_prefix}.lag", "s");
        lag.Record(5);
        lag.Record(0.25);
        Assert.Equal("# TYPE X_lag_seconds gauge\nX_lag_seconds 0.25\n", Text());
    }

    [Fact]
    public void An_observed_value_is_that_of_the_moment()
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
            X_written_bytes_total 7

            """,
            Text());

        observed.RemoveAt(0);
        Assert.Equal("# TYPE X_backlog gauge\nX_backlog{shard=\"2\"} 20\n# TYPE X_written_bytes_total counter\nX_written_bytes_total 7\n", Text());
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound()
    {
        Histogram<double> duration = _meter.CreateHistogram(
            $"{_prefix}.duration", "s", "How long.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (double seconds in new[] { 0.1, 0.5, 0.5, 7 }) duration.Record(seconds, new KeyValuePair<string, object?>("job", "j"));
        Assert.Equal(
            """
            # HELP X_duration_seconds How long.
            # TYPE X_duration_seconds histogram
            X_duration_seconds_bucket{job="j",le="0.1"} 1
            X_duration_seconds_bucket{job="j",le="1"} 3
            X_duration_seconds_bucket{job="j",le="+Inf"} 4
            X_duration_seconds_sum{job="j"} 8.1
            X_duration_seconds_count{job="j"} 4

            """,
            Text());
    }

    [Fact]
    public void Labels_and_help_are_escaped()
    {
        Gauge<double> gauge = _meter.CreateGauge<double>($"{_prefix}.escaped", description: "back\\slash,\nnext line, \"quoted\"");
        gauge.Record(double.NaN, new("text", "a\\b\n\"c\""), new("flag", true), new("none", null), new("ratio", 1.5), new("ünit", "ß"));
        Assert.Equal(
            "# HELP X_escaped back\\\\slash,\\nnext line, \"quoted\"\n# TYPE X_escaped gauge\n"
            + "X_escaped{_nit=\"ß\",flag=\"true\",none=\"\",ratio=\"1.5\",text=\"a\\\\b\\n\\\"c\\\"\"} NaN\n",
            Text());
    }

    [Fact]
    public void A_meter_of_others_is_not_collected()
    {
        using Meter other = new("Somebody.Else");
        other.CreateCounter<int>($"{_prefix}.theirs").Add(1);
        Assert.Empty(Text());
    }

    [Fact]
    public void An_observation_that_fails_leaves_the_others()
    {
        _meter.CreateObservableGauge<int>($"{_prefix}.broken", int () => throw new InvalidOperationException("not now"));
        _meter.CreateObservableGauge($"{_prefix}.sound", () => 1);
        Assert.Equal("# TYPE X_sound gauge\nX_sound 1\n", Text());
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_measure_and_collect_at_once()
    {
        Counter<double> counter = _meter.CreateCounter<double>($"{_prefix}.many");
        Histogram<int> histogram = _meter.CreateHistogram<int>($"{_prefix}.sizes");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (int i = 0; i < 2000; i++)
            {
                counter.Add(0.5, new KeyValuePair<string, object?>("half", i % 2));
                histogram.Record(3);
                if (i % 500 == worker) _collector.Collect();
            }
        })));
        string text = Text();
        Assert.Contains("X_many_total{half=\"0\"} 4000\nX_many_total{half=\"1\"} 4000\n", text, StringComparison.Ordinal);
        Assert.Contains("X_sizes_sum 48000\nX_sizes_count 16000\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_with_ever_new_values_is_counted_together_in_the_end()
    {
        Counter<int> counter = _meter.CreateCounter<int>($"{_prefix}.wild");
        for (int i = 0; i < 2100; i++) counter.Add(1, new KeyValuePair<string, object?>("id", i));
        Assert.Contains("X_wild_total{overflow=\"true\"} 100\n", Text(), StringComparison.Ordinal);
    }

    private string Text() => PrometheusText.Write(_collector.Collect().Where(metric => metric.Name.StartsWith(_prefix, StringComparison.Ordinal)))
        .Replace(_prefix, "X", StringComparison.Ordinal);
}
