using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.Documents;

/// <summary>Reads documents as a whole, from a file or a server. An unchanged document gives no reports.</summary>
internal sealed class DocumentSource(SourceClient client, TimeProvider time)
{
    public async IAsyncEnumerable<SourceBatch> ReadAsync(
        SourceRequest request, HttpSourceOptions options, IDocumentFormat format, [EnumeratorCancellation] CancellationToken ct)
    {
        DocumentPosition? position = DocumentPosition.Parse(request.Position);
        Uri? url = client.UrlOf(request.Location);
        DocumentOrigin origin = new(url is null ? request.Location : SourceUrl.Shown(url), url);
        HttpBody document = url is null
            ? await ReadFileAsync(origin.Shown, options, ct)
            : await client.SendAsync(RequestOf(url, position, format), options, ct);
        BatchBuilder batch = new(options, time, position?.Newest, request.IsReread);
        if (document.Bytes is null)
        {
            yield return batch.Build(position!.ToString(), isLast: true);
            yield break;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(document.Bytes).AsSpan(0, 8));
        DocumentPosition whole = new(hash, Taken: null, document.ETag, document.LastModified);
        bool isKnown = string.Equals(position?.Hash, hash, StringComparison.Ordinal);
        if (!isKnown || position!.Taken is not null)
        {
            int taken = isKnown ? position!.Taken!.Value : 0;
            foreach (Action<BatchBuilder> addItem in format.Open(document.Bytes, origin).Skip(taken))
            {
                if (batch.IsFull)
                {
                    yield return batch.Build((whole with { Taken = taken, Newest = batch.Newest }).ToString(), isLast: false);
                    ct.ThrowIfCancellationRequested();
                }

                addItem(batch);
                taken++;
            }
        }

        yield return batch.Build((whole with { Newest = batch.Newest }).ToString(), isLast: true);
    }

    private static HttpSourceRequest RequestOf(Uri url, DocumentPosition? position, IDocumentFormat format)
    {
        HttpSourceRequest request = format.Request(url, position?.Newest);
        // Validators belong to one URL: another time window is another document. A document that was read in part is needed again.
        return position is { Taken: null } && request.Url == url && request.Json is null
            ? request with { ETag = position.ETag, LastModified = position.LastModified }
            : request;
    }

    private static async Task<HttpBody> ReadFileAsync(string path, HttpSourceOptions options, CancellationToken ct)
    {
        using SafeFileHandle file = SourceFile.Open(path);
        try
        {
            await using FileStream stream = new(file, FileAccess.Read, bufferSize: 0, file.IsAsync);
            return new HttpBody(await HttpBody.ReadAsync(stream, path, options.LargestBody, ct));
        }
        catch (IOException e)
        {
            throw SourceFile.CannotContinue(path, e);
        }
    }
}
