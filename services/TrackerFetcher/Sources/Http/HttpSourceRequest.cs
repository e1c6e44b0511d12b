namespace TrackerFetcher.Sources.Http;

/// <summary>A request to a server.</summary>
/// <param name="Url">http or https. It may hold a user and secrets, so messages show <see cref="SourceUrl.Shown"/>.</param>
/// <param name="Json">Posted as JSON; null = a GET.</param>
/// <param name="ETag">The validator of the last document that was read to its end, for a conditional request.</param>
/// <param name="LastModified">Likewise.</param>
internal sealed record HttpSourceRequest(Uri Url, byte[]? Json = null, string? ETag = null, DateTimeOffset? LastModified = null)
{
    public bool IsConditional => ETag is not null || LastModified is not null;
}
