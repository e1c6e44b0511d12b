using System.Globalization;
using System.Text;

namespace Tracker.Hosting.Metrics;

/// <summary>Prometheus's text exposition, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<MetricSnapshot> metrics)
    {
        StringBuilder text = new();
        foreach (MetricSnapshot metric in metrics)
        {
            if (metric.Help.Length > 0) text.Append($"# HELP {metric.Name} {EscapeHelp(metric.Help)}\n");
            text.Append($"# TYPE {metric.Name} {Word(metric.Kind)}\n");
            foreach (Sample sample in metric.Samples) WriteSample(text, metric.Name, sample);
        }

        return text.ToString();
    }

    private static void WriteSample(StringBuilder text, string name, Sample sample)
    {
        text.Append(name).Append(sample.Suffix);
        IEnumerable<KeyValuePair<string, string>> labels = sample.Labels.Labels;
        if (sample.Bound is { } bound) labels = labels.Append(new("le", Number(bound)));
        string list = string.Join(',', labels.Select(label => $"{label.Key}=\"{EscapeLabel(label.Value)}\""));
        if (list.Length > 0) text.Append('{').Append(list).Append('}');
        text.Append(' ').Append(Number(sample.Value)).Append('\n');
    }

    private static string Word(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string EscapeHelp(string help) =>
        help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeLabel(string value) => EscapeHelp(value).Replace("\"", "\\\"", StringComparison.Ordinal);
}
