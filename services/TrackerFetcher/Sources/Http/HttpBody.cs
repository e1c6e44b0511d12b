namespace TrackerFetcher.Sources.Http;

/// <summary>The body of a response or of a file; <see cref="Bytes"/> is null if the server says that it has not changed.</summary>
internal sealed record HttpBody(byte[]? Bytes, string? ETag = null, DateTimeOffset? LastModified = null)
{
    /// <summary>Reads a stream to its end. The limit is on decompressed bytes: a small compressed body can't exhaust the memory.</summary>
    public static async Task<byte[]> ReadAsync(Stream stream, string location, int largest, CancellationToken ct)
    {
        using MemoryStream body = new();
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > largest)
            {
                throw TooLarge(location, largest);
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    public static SourceException TooLarge(string location, int largest) =>
        new($"'{location}' is larger than {largest} bytes, unpacked. Check the address; raise the option 'largestBody' if it is right.");
}
