using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TrackerFetcher.Sources.Json;

/// <summary>
/// The items of a list in a JSON document, one at a time: a document of millions of small ones would not fit into the memory as
/// a tree.
/// </summary>
internal sealed class JsonItems
{
    private readonly byte[] _body;
    private readonly int _start;
    private readonly JsonReaderState _state;
    private readonly bool _isList;

    private JsonItems(byte[] body, ref Utf8JsonReader reader)
    {
        _body = body;
        _isList = reader.TokenType == JsonTokenType.StartArray;
        _start = (int)(_isList ? reader.BytesConsumed : reader.TokenStartIndex);
        _state = _isList ? reader.CurrentState : default;
    }

    /// <summary>Reads all of the document once, so that one that is cut or corrupt anywhere is refused whole.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="paths">
    /// Where the list is, the first that there is: names with dots between; empty = the document itself. One object stands for a list
    /// of one.
    /// </param>
    /// <param name="shown">The document's name for messages.</param>
    /// <exception cref="SourceException">It is not JSON, not whole, or has no list there.</exception>
    public static JsonItems Open(byte[] body, IReadOnlyList<string> paths, string shown)
    {
        body = body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        if (body.Length == 0)
        {
            throw new SourceException($"'{shown}' is empty. Check the feed; it is read again at its next turn.") { IsTransient = true };
        }

        if (!Utf8.IsValid(body))
        {
            throw new SourceException($"'{shown}' is not JSON: it is not UTF-8. Nothing of it is taken. Check the address or the source's kind.");
        }

        try
        {
            Utf8JsonReader whole = new(body);
            while (whole.Read())
            {
                // To the end: it is whole.
            }

            return paths.Select(path => Find(body, path)).FirstOrDefault(items => items is not null) ?? throw new SourceException(
                $"'{shown}' holds no list of reports at {string.Join(" or ", paths.Select(path => path.Length == 0 ? "its root" : $"'{path}'"))}. Check the address, the source's kind, or the option 'items'.");
        }
        catch (JsonException e)
        {
            throw new SourceException(
                $"'{shown}' is not whole JSON ({body.Length} bytes): {RejectedReport.Excerpt(e.Message, RejectedReport.LongestPayload)} Nothing of it is taken. Check that it is JSON and not cut off.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new SourceException($"'{shown}' has a name that is no text: {e.Message} Nothing of it is taken. Check the feed.", e);
        }
    }

    /// <summary>Each item's bytes.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> All()
    {
        int at = _start;
        JsonReaderState state = _state;
        while (TryNext(ref at, ref state, out ReadOnlyMemory<byte> item))
        {
            yield return item;
            if (!_isList)
            {
                yield break;
            }
        }
    }

    private static JsonItems? Find(byte[] body, string path)
    {
        Utf8JsonReader reader = new(body);
        reader.Read();
        return Descend(ref reader, path.Length == 0 ? [] : path.Split('.')) ? new JsonItems(body, ref reader) : null;
    }

    // Leaves the reader on the list's or the object's first token.
    private static bool Descend(ref Utf8JsonReader reader, string[] steps)
    {
        foreach (string step in steps)
        {
            if (reader.TokenType != JsonTokenType.StartObject || !TryMember(ref reader, step))
            {
                return false;
            }
        }

        return reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
    }

    private static bool TryMember(ref Utf8JsonReader reader, string name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private bool TryNext(ref int at, ref JsonReaderState state, out ReadOnlyMemory<byte> item)
    {
        Utf8JsonReader reader = new(_body.AsSpan(at), isFinalBlock: true, state);
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            item = default;
            return false;
        }

        int start = at + (int)reader.TokenStartIndex;
        reader.Skip();
        at += (int)reader.BytesConsumed;
        state = reader.CurrentState;
        item = _body.AsMemory(start, at - start);
        return true;
    }
}
