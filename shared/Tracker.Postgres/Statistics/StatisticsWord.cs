using System.Text.Json;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>An enum's member as labels and JSON have it: <c>primary_read</c>.</summary>
internal static class StatisticsWord
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
