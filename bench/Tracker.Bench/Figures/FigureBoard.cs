using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Tracker.Bench.Figures;

/// <summary>The figures of a run, said as they come and summed up at the end.</summary>
internal sealed class FigureBoard(TextWriter progress)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<(string Name, double Value, Promise? Promise)> _figures = [];

    public bool PromisesKept => _figures.TrueForAll(figure => figure.Promise?.IsKept(figure.Value) ?? true);

    /// <summary>A line of the progress.</summary>
    public void Say(string line) => progress.WriteLine(line);

    /// <summary>A figure of the summary.</summary>
    /// <param name="name">Dotted, as in the JSON.</param>
    /// <param name="value">The value, in the unit that the name says.</param>
    /// <param name="promise">What it is held to; null where it is only reported.</param>
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
