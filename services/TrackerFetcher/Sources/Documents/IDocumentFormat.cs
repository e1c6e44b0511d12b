using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.Documents;

/// <summary>A format of whole documents: how to request one from a server, and how to read it.</summary>
internal interface IDocumentFormat
{
    /// <summary>The request for what is new. The caller adds the validators of the position.</summary>
    /// <param name="url">The source's URL.</param>
    /// <param name="newest">The greatest event time read so far; null = nothing was read.</param>
    HttpSourceRequest Request(Uri url, DateTime? newest);

    /// <summary>
    /// The document's items, each as an action that adds it to a batch. The whole document is checked first, so that one that is
    /// truncated or corrupt anywhere is rejected as a whole. Items are read one at a time: a small hostile document can hold millions.
    /// </summary>
    /// <exception cref="SourceException">The document has another format, or is truncated or corrupt.</exception>
    IEnumerable<Action<BatchBuilder>> Open(byte[] body, DocumentOrigin origin);
}

/// <summary>Where a document comes from.</summary>
/// <param name="Shown">The location for messages, without secrets.</param>
/// <param name="Url">Null for a file.</param>
internal sealed record DocumentOrigin(string Shown, Uri? Url);
