using System.Text.Json;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>The form of an enum member in metric labels and JSON: <c>primary_read</c>.</summary>
internal static class StatisticsLabel
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
