using System.Globalization;
using EFCore.ReadWriteSplitting.Configuration;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace Tracker.Cli.Fences;

/// <summary>Formats fences.</summary>
internal static class FenceText
{
    /// <summary>The columns: id, name, area, version, start of validity, terms.</summary>
    public static string[] Columns(StoredFence fence) =>
    [
        fence.Definition.Key, fence.Definition.Name, Area(fence.Definition.Shape), $"{fence.Version}", Moment(fence.ValidFrom),
        Terms(fence.Definition),
    ];

    public static string Paragraph(StoredFence fence) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {fence.Definition.Key} ({fence.Definition.Name}), version {fence.Version}
          valid  {(fence.ValidFrom == fence.ValidTo ? "never" : $"{Moment(fence.ValidFrom)} to {Moment(fence.ValidTo)}")}
          area   {Area(fence.Definition.Shape)}
          terms  {Terms(fence.Definition)}
          shape  {FenceShapeJson.Write(fence.Definition.Shape)}
        """);

    private static string Area(FenceShape shape) => shape switch
    {
        CircleShape circle => string.Create(CultureInfo.InvariantCulture, $"circle of {circle.RadiusMetres:0.##} m"),
        PolygonShape { Polygons: [var only] } =>
            $"polygon with {only.Outer.Length - 1:N0} vertices{(only.Holes.Count > 0 ? $" and {only.Holes.Count:N0} holes" : "")}",
        PolygonShape several => $"{several.Polygons.Count:N0} polygons",
        CorridorShape corridor => string.Create(CultureInfo.InvariantCulture, $"corridor {corridor.WidthMetres:0.##} m wide"),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "Unsupported shape."),
    };

    private static string Terms(FenceDefinition fence) => string.Join(", ", ((string?[])
    [
        string.Create(CultureInfo.InvariantCulture, $"margin {fence.EffectiveMarginMetres:0.##} m"),
        fence.Terms.Dwell is { } dwell ? $"dwell after {TimeWithUnit.Format(dwell)}" : null,
        fence.Terms.Crossings ? "crossings" : null,
        fence.Terms.AccuracyCapMetres is { } cap ? string.Create(CultureInfo.InvariantCulture, $"accuracy up to {cap:0.##} m") : null,
        fence.Terms.Hours is { } hours ? $"{hours.Text} {hours.TimeZone}" : null,
        fence.Trackers is { } trackers ? $"for {trackers.Count:N0} trackers" : null,
    ]).OfType<string>());

    private static string Moment(DateTime moment) =>
        moment == FenceVersion.Always.From ? "always"
        : moment == FenceVersion.Always.To ? "further notice"
        : moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
