namespace TrackerFetcher.Sources.Http;

/// <summary>What a server is asked.</summary>
/// <param name="Url">http or https; may hold a user and secrets, so it is never shown whole (<see cref="SourceUrl.Shown"/>).</param>
/// <param name="Json">Posted as JSON; null = a GET.</param>
/// <param name="ETag">The validators of the document taken last, whole: an unchanged one needs no answer.</param>
/// <param name="LastModified">Likewise.</param>
internal sealed record HttpQuestion(Uri Url, byte[]? Json = null, string? ETag = null, DateTimeOffset? LastModified = null)
{
    public bool IsConditional => ETag is not null || LastModified is not null;
}
