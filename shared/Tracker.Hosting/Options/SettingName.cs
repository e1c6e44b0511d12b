using System.Text;

namespace Tracker.Hosting.Options;

/// <summary>The name of a setting in the environment: <c>StayRadius</c> of the area <c>Aggregator</c> is <c>TRACKER_AGGREGATOR_STAY_RADIUS</c>.</summary>
internal static class SettingName
{
    public static string Of(string area, string property) => $"TRACKER_{Words(area)}_{Words(property)}";

    private static string Words(string pascal)
    {
        StringBuilder words = new();
        for (int i = 0; i < pascal.Length; i++)
        {
            if (i > 0 && char.IsUpper(pascal[i]) && !char.IsUpper(pascal[i - 1])) words.Append('_');
            words.Append(char.ToUpperInvariant(pascal[i]));
        }

        return words.ToString();
    }
}
