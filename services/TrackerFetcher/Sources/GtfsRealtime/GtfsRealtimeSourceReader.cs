using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using TrackerFetcher.Sources.GtfsRealtime.Wire;

namespace TrackerFetcher.Sources.GtfsRealtime;

/// <summary>Reads the vehicle positions of a GTFS Realtime feed, from a file or a server; an unchanged feed has nothing new.</summary>
internal sealed class GtfsRealtimeSourceReader(IHttpClientFactory clients, TimeProvider time) : ISourceReader
{
    private readonly FeedClient _client = new(clients, time);

    public async IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        GtfsRealtimeOptions options = SourceOptions.Read<GtfsRealtimeOptions>(request.Options);
        GtfsRealtimePosition? position = GtfsRealtimePosition.Parse(request.Position);
        Uri? url = UrlOf(request.Location);
        string name = url is null ? request.Location : FeedClient.Shown(url);
        FeedBody feed = url is null
            ? await ReadFileAsync(name, options, ct)
            : await _client.GetAsync(url, position is { Taken: null } ? position : null, options, ct);
        BatchBuilder batch = new(options, time);
        if (feed.Bytes is null)
        {
            yield return batch.Build(position!.ToString(), isLast: true);
            yield break;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(feed.Bytes).AsSpan(0, 8));
        GtfsRealtimePosition whole = new(hash, Taken: null, feed.ETag, feed.LastModified);
        bool isKnown = string.Equals(position?.Hash, hash, StringComparison.Ordinal);
        if (!isKnown || position!.Taken is not null)
        {
            FeedDocument document = FeedDocument.Open(feed.Bytes, name);
            int taken = isKnown ? position!.Taken!.Value : 0;
            foreach (FeedEntity entity in document.Vehicles().Skip(taken))
            {
                if (batch.IsFull)
                {
                    yield return batch.Build((whole with { Taken = taken }).ToString(), isLast: false);
                    ct.ThrowIfCancellationRequested();
                }

                VehicleReport.Read(entity, document.Header, batch);
                taken++;
            }
        }

        yield return batch.Build(whole.ToString(), isLast: true);
    }

    /// <summary>Null where the location is a path.</summary>
    private static Uri? UrlOf(string location)
    {
        if (!location.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        return Uri.TryCreate(location, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new SourceException("The source's location is not an address that can be fetched. Give an http or https URL, or a path.");
    }

    private static async Task<FeedBody> ReadFileAsync(string path, GtfsRealtimeOptions options, CancellationToken ct)
    {
        using SafeFileHandle file = SourceFile.Open(path);
        try
        {
            await using FileStream stream = new(file, FileAccess.Read, bufferSize: 0, file.IsAsync);
            return new FeedBody(await FeedBody.ReadAsync(stream, path, options.LargestFeed, ct));
        }
        catch (IOException e)
        {
            throw new SourceException($"'{path}' can't be read on: {e.Message}", e) { IsTransient = true };
        }
    }
}
