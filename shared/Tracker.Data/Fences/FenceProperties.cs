using System.Globalization;
using System.Text.Json;
using EFCore.ReadWriteSplitting.Configuration;
using Tracker.Geo.Fences;
using Tracker.Geo.Time;

namespace Tracker.Data.Fences;

/// <summary>The properties of a fence in a file: the members of one JSON object, all optional.</summary>
internal static class FenceProperties
{
    private const string Name = "name";
    private const string Margin = "margin_m";
    private const string ValidFrom = "valid_from";
    private const string Dwell = "dwell";
    private const string Crossings = "crossings";
    private const string AccuracyCap = "accuracy_cap_m";
    private const string Hours = "active_hours";
    private const string TimeZone = "time_zone";
    private const string Trackers = "trackers";
    private const string Delivery = "delivery";

    /// <exception cref="InvalidFenceException">The key or a member can't be used.</exception>
    public static string CheckedKey(string? key)
    {
        string trimmed = key?.Trim() ?? "";
        return trimmed.Length is > 0 and <= FenceDefinition.LongestKey && !trimmed.Contains('\0')
            ? trimmed
            : throw new InvalidFenceException($"it has no usable id: give 'id' with 1 to {FenceDefinition.LongestKey} characters");
    }

    /// <exception cref="InvalidFenceException">A member can't be used.</exception>
    public static FenceDefinition Define(string key, FenceShape shape, JsonElement properties) => new(
        key,
        Text(properties, Name) ?? key,
        shape,
        MarginOf(properties),
        ValidFromOf(properties))
    {
        Terms = TermsOf(properties),
        Trackers = TrackersOf(properties),
    };

    public static void Write(Utf8JsonWriter json, FenceDefinition fence)
    {
        json.WriteStartObject();
        json.WriteString(Name, fence.Name);
        json.WriteNumber(Margin, fence.EffectiveMarginMetres);
        if (fence.ValidFrom is { } from && from != FenceVersion.Always.From)
        {
            json.WriteString(ValidFrom, from.ToString("O", CultureInfo.InvariantCulture));
        }

        if (fence.Terms.Dwell is { } dwell)
        {
            json.WriteString(Dwell, TimeWithUnit.Format(dwell));
        }

        if (fence.Terms.Crossings)
        {
            json.WriteBoolean(Crossings, true);
        }

        if (fence.Terms.AccuracyCapMetres is { } cap)
        {
            json.WriteNumber(AccuracyCap, cap);
        }

        if (fence.Terms.Hours is { } hours)
        {
            json.WriteString(Hours, hours.Text);
            json.WriteString(TimeZone, hours.TimeZone);
        }

        if (fence.Terms.Delivery)
        {
            json.WriteBoolean(Delivery, true);
        }

        if (fence.Trackers is { } trackers)
        {
            json.WriteStartArray(Trackers);
            foreach (string tracker in trackers)
            {
                json.WriteStringValue(tracker);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static double? Number(JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => null,
        var number => FenceShapeJson.Number(number, name),
    };

    public static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : default;

    private static FenceTerms TermsOf(JsonElement properties) => new FenceTerms
    {
        Dwell = DwellOf(properties),
        Crossings = Flag(properties, Crossings),
        Delivery = Flag(properties, Delivery),
        AccuracyCapMetres = Number(properties, AccuracyCap),
        Hours = HoursOf(properties),
    }.Checked();

    private static bool Flag(JsonElement properties, string name) => Member(properties, name).ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw new InvalidFenceException($"{name} should be true or false and is {Shown(properties, name)}"),
    };

    private static TimeSpan? DwellOf(JsonElement properties) =>
        IsMissing(properties, Dwell) ? null
        : Text(properties, Dwell) is { } text && TimeWithUnit.TryParse(text, out TimeSpan dwell) ? dwell
        : throw new InvalidFenceException($"{Dwell} is {Shown(properties, Dwell)}: give a time with its unit, as in \"15m\" or \"2h\"");

    private static ActiveHours? HoursOf(JsonElement properties) => (Text(properties, Hours), Text(properties, TimeZone)) switch
    {
        ({ } hours, { } zone) => ActiveHours.Parse(hours, zone),
        (null, null) when IsMissing(properties, Hours) && IsMissing(properties, TimeZone) => null,
        _ => throw new InvalidFenceException($"{Hours} and {TimeZone} go together, both as texts: \"Mo-Fr 08:00-18:00\" and \"Europe/Vienna\""),
    };

    private static string[]? TrackersOf(JsonElement properties)
    {
        if (IsMissing(properties, Trackers))
        {
            return null;
        }

        JsonElement keys = Member(properties, Trackers);
        return keys.ValueKind == JsonValueKind.Array && keys.EnumerateArray().All(key => key.ValueKind == JsonValueKind.String)
            ? [.. keys.EnumerateArray().Select(key => key.GetString()!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            : throw new InvalidFenceException($"{Trackers} should be an array of the keys of trackers and is {Shown(properties, Trackers)}; leave it out for all trackers");
    }

    private static double? MarginOf(JsonElement properties) => Number(properties, Margin) switch
    {
        < 0 => throw new InvalidFenceException("margin_m is negative: it is the distance in metres outside that still counts as inside"),
        var margin => margin,
    };

    private static DateTime? ValidFromOf(JsonElement properties)
    {
        if (IsMissing(properties, ValidFrom))
        {
            return null;
        }

        return Text(properties, ValidFrom) is { } text && TimeWithOffset.TryParse(text, out DateTime moment)
            ? moment
            : throw new InvalidFenceException($"{ValidFrom} is '{Shown(properties, ValidFrom).Trim('"')}': give a time with its offset, as in 2026-01-31T08:00:00Z");
    }

    private static bool IsMissing(JsonElement properties, string name) =>
        Member(properties, name).ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    private static string Shown(JsonElement properties, string name) => InputExcerpt.Of(Member(properties, name));
}
