namespace TrackerFetcher.Sources.Http;

/// <summary>A document as fetched; <see cref="Bytes"/> is null where it has not changed.</summary>
internal sealed record HttpBody(byte[]? Bytes, string? ETag = null, DateTimeOffset? LastModified = null)
{
    /// <summary>All of a stream, up to a limit: of what is unpacked, so that a small packed body can't fill the memory.</summary>
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
