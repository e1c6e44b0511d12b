using System.Runtime.CompilerServices;
using System.Xml;
using Microsoft.Win32.SafeHandles;

namespace TrackerFetcher.Sources.Gpx;

/// <summary>Reads the track points of a GPX file. If the XML is truncated, the points before are read, and then reading fails.</summary>
internal sealed class GpxSourceReader(TimeProvider time) : SourceReader<GpxOptions>
{
    public const string Name = "gpx";

    public override string Kind => Name;

    public override IReadOnlyList<string> FileExtensions => [".gpx"];

    protected override async IAsyncEnumerable<SourceBatch> ReadAsync(
        SourceRequest request, GpxOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        string path = request.Location;
        using SafeFileHandle file = SourceFile.Open(path);
        GpxPosition position = GpxPosition.Of(file, request.Position);
        if (position.Length > options.LargestFile)
        {
            throw new SourceException($"'{path}' is larger than {options.LargestFile} bytes. Split it, or raise the option 'largestFile'.");
        }

        await using FileStream stream = new(file, FileAccess.Read, bufferSize: 64 * 1024, file.IsAsync);
        ThrowUnlessTimed(stream, path);
        stream.Position = 0;
        using GpxPoints points = new(stream, path);
        BatchBuilder batch = new(options, time, isReread: request.IsReread);
        string fileKey = options.Tracker ?? Path.GetFileNameWithoutExtension(path);
        SourceException? torn;
        for (long count = 0; TryNext(points, path, count, out GpxPoint? point, out torn) && point is not null; count++)
        {
            if (count < position.Points)
            {
                continue;
            }

            if (batch.IsFull)
            {
                yield return batch.Build(position.ToString(), isLast: false);
                ct.ThrowIfCancellationRequested();
            }

            point.Read(KeyOf(point, options, fileKey), batch);
            position = position with { Points = count + 1 };
        }

        if (torn is null)
        {
            yield return batch.Build(position.ToString(), isLast: true);
            yield break;
        }

        if (batch.Received > 0)
        {
            yield return batch.Build(position.ToString(), isLast: false);
        }

        throw torn;
    }

    private static string KeyOf(GpxPoint point, GpxOptions options, string fileKey) =>
        options is { Tracker: null, KeyFrom: GpxKey.Track } && !string.IsNullOrWhiteSpace(point.Track) ? point.Track : fileKey;

    private static bool TryNext(GpxPoints points, string path, long count, out GpxPoint? point, out SourceException? torn)
    {
        point = null;
        torn = null;
        try
        {
            point = points.Next();
            return true;
        }
        catch (XmlException e)
        {
            torn = new SourceException($"'{path}' is torn or not well-formed: {e.Message} The {count} points before are taken. Write the file again, whole.", e);
            return false;
        }
    }

    // A file without any time is a drawing and not a log: it is rejected at once and does not fill the quarantine.
    private static void ThrowUnlessTimed(Stream stream, string path)
    {
        long count = 0;
        long others = 0;
        try
        {
            using GpxPoints points = new(stream, path);
            for (; points.Next() is { } point; count++)
            {
                if (!string.IsNullOrWhiteSpace(point.Time))
                {
                    return;
                }
            }

            others = points.OtherPoints;
        }
        catch (XmlException e)
        {
            throw new SourceException($"'{path}' is not XML, or torn before its first point with a time: {e.Message} Correct the source's kind, or write the file again.", e);
        }

        throw new SourceException(count > 0
            ? $"None of the {count} track points of '{path}' has a time, so they can't be placed on a timeline. Export the track with times."
            : $"'{path}' holds no track points ({others} waypoints and route points). Export the recorded track, not the route.");
    }
}
