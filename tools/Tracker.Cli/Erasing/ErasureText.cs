using System.Text.Json;
using Spectre.Console;
using Tracker.Cli.Output;
using Tracker.Data.Erasing;
using Tracker.Data.Model;

namespace Tracker.Cli.Erasing;

/// <summary>Formats erasures as tables and as JSON.</summary>
internal static class ErasureText
{
    /// <summary>The number of erased rows by table.</summary>
    public static Table Of(Erasure erasure)
    {
        Table table = new Table { Border = TableBorder.Simple }.HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        foreach ((string name, long rows) in Rows(erasure))
        {
            table.AddRow(name, $"{rows:N0}");
        }

        return table;
    }

    public static Table Of(IReadOnlyList<Erasure> erasures)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns(
            "erasure", "requested", "by", "finished", "rows", "SHA-256 of the key");
        foreach (Erasure erasure in erasures)
        {
            table.AddRow(
                $"{erasure.Id}", At(erasure.RequestedAt), Markup.Escape(OneLine.Of(erasure.RequestedBy, 60)),
                erasure.FinishedAt is { } finished ? At(finished) : "in progress",
                $"{Rows(erasure).Values.Sum():N0}", Hash(erasure));
        }

        return table;
    }

    public static string JsonOf(ErasureResult result) => OutputJson.Serialize(Fields(result.Erasure, result.Traces));

    public static string JsonOf(IReadOnlyList<Erasure> erasures) =>
        OutputJson.Serialize(erasures.Select(erasure => Fields(erasure, traces: null)));

    public static string At(DateTime time) => $"{time:yyyy-MM-dd HH:mm:ss}Z";

    private static Dictionary<string, object?> Fields(Erasure erasure, ErasureTraces? traces)
    {
        Dictionary<string, object?> fields = new()
        {
            ["erasure"] = erasure.Id,
            ["key_sha256"] = Hash(erasure),
            ["requested_at"] = erasure.RequestedAt,
            ["requested_by"] = erasure.RequestedBy,
            ["erased_before"] = erasure.ErasedBefore,
            ["finished_at"] = erasure.FinishedAt,
            ["rows"] = Rows(erasure),
        };
        if (traces is not null)
        {
            fields["fences"] = traces.Fences;
            fields["sources"] = traces.Sources;
        }

        return fields;
    }

    private static string Hash(Erasure erasure) => Convert.ToHexStringLower(erasure.KeyHash);

    private static SortedDictionary<string, long> Rows(Erasure erasure) =>
        new(JsonSerializer.Deserialize<Dictionary<string, long>>(erasure.Rows)!, StringComparer.Ordinal);
}
