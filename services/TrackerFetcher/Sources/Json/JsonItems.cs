using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TrackerFetcher.Sources.Json;

/// <summary>
/// The items of a list in a JSON document, one at a time: a document with millions of small items would not fit into memory as a tree.
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

    /// <summary>Reads the whole document once, so that one that is truncated or corrupt anywhere is rejected as a whole.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="paths">
    /// Paths to the list, names separated by dots; the first that exists is used. Empty = the document itself. A single object counts as
    /// a list of one.
    /// </param>
    /// <param name="shown">The document's name for messages.</param>
    /// <exception cref="SourceException">The document is not JSON, is truncated, or has no list at these paths.</exception>
    public static JsonItems Open(byte[] body, IReadOnlyList<string> paths, string shown)
    {
        body = body[ByteOrderMark.LengthIn(body)..];
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
                // To the end, to check all of it.
            }

            return paths.Select(path => Find(body, path)).FirstOrDefault(items => items is not null) ?? throw new SourceException(
                $"'{shown}' holds no list of reports at {string.Join(" or ", paths.Select(path => path.Length == 0 ? "its root" : $"'{path}'"))}. Check the address, the source's kind, or the option 'items'.");
        }
        catch (JsonException e)
        {
            throw new SourceException(
                $"'{shown}' is not whole JSON ({body.Length} bytes): {Excerpt.Of(e.Message, Excerpt.Longest)} Nothing of it is taken. Check that it is JSON and not cut off.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new SourceException($"'{shown}' has a name that is no text: {e.Message} Nothing of it is taken. Check the feed.", e);
        }
    }

    /// <summary>The bytes of each item.</summary>
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

    // Leaves the reader at the first token of the list or object.
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
