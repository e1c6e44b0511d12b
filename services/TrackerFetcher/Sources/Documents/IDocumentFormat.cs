using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.Documents;

/// <summary>A kind of source that comes as whole documents: what to ask a server for, and what its answer holds.</summary>
internal interface IDocumentFormat
{
    /// <summary>What to ask, from the event time that was reached on; the position's validators are added by the caller.</summary>
    HttpQuestion Ask(Uri url, DateTime? newest);

    /// <summary>
    /// The document's items, each as what takes it into a batch. All of the document is looked at before the first is given, so
    /// that one that is cut or corrupt anywhere is refused whole; they are read one at a time, as a small hostile document can hold
    /// millions.
    /// </summary>
    /// <exception cref="SourceException">It is no such document, or not all of one.</exception>
    IEnumerable<Action<BatchBuilder>> Open(byte[] body, DocumentOrigin origin);
}

/// <summary>Where a document is from.</summary>
/// <param name="Shown">For messages: without secrets.</param>
/// <param name="Url">Null for a file.</param>
internal sealed record DocumentOrigin(string Shown, Uri? Url);
