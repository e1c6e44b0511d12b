using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Tracker.Bench.Figures;

/// <summary>Collects the figures of a run and prints progress and a summary.</summary>
internal sealed class FigureReport(TextWriter progress)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<(string Name, double Value, Promise? Promise)> _figures = [];

    public bool PromisesKept => _figures.TrueForAll(figure => figure.Promise?.IsKept(figure.Value) ?? true);

    /// <summary>Writes a line of progress.</summary>
    public void WriteProgress(string line) => progress.WriteLine(line);

    /// <summary>Adds a figure to the summary.</summary>
    /// <param name="name">The name, with dots as path separators in the JSON output.</param>
    /// <param name="value">The value in the unit that the name states.</param>
    /// <param name="promise">The bound that the figure must meet; null if there is none.</param>
    public void Add(string name, double value, Promise? promise = null) => _figures.Add((name, value, promise));

    public void WriteSummary(bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(ToJson().ToJsonString(Indented));
            return;
        }

        Table table = new Table().AddColumns("Figure", "Value", "Promise");
        table.Columns[1].RightAligned();
        foreach ((string name, double value, Promise? promise) in _figures)
        {
            string verdict = promise is null ? "" : $"{promise} {(promise.IsKept(value) ? "kept" : "BROKEN")}";
            table.AddRow(name, value < 10 ? $"{value:F2}" : $"{value:N0}", verdict);
        }

        AnsiConsole.Write(table);
    }

    internal JsonObject ToJson()
    {
        JsonObject root = [];
        foreach ((string name, double value, _) in _figures)
        {
            string[] path = name.Split('.');
            JsonObject parent = root;
            foreach (string step in path[..^1])
            {
                if (parent[step] is not JsonObject child)
                    parent[step] = child = [];
                parent = child;
            }

            parent[path[^1]] = Math.Round(value, value < 10 ? 3 : 0);
        }

        return root;
    }
}
