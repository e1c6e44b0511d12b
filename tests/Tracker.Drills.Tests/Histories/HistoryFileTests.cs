using Tracker.Drills.Histories;

namespace Tracker.Drills.Tests.Histories;

public sealed class HistoryFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Entries_are_read_in_the_order_of_writing()
    {
        using (HistoryWriter writer = new(_path))
        {
            writer.Append(1, 7, long.MaxValue, AppendOutcome.Unknown);
            writer.Append(300, 70_000, 1, AppendOutcome.Acknowledged);
            writer.Read(2, [(7, [5, 3, 1_000_000_000_000]), (8, [])]);
            writer.Refusal(2);
            writer.Final(7, [long.MinValue, long.MaxValue]);
        }

        Assert.Equal(
            [
                "Append 1 7 9223372036854775807 Unknown", "Append 300 70000 1 Acknowledged", "List 7 5,3,1000000000000", "List 8 ",
                "Read 2 0,1", "Refusal 2",
                "Final 7 -9223372036854775808,9223372036854775807",
            ],
            HistoryFile.Entries(_path).Select(Text));
    }

    [Fact]
    public void A_list_is_stored_once_regardless_of_the_number_of_reads()
    {
        using (HistoryWriter writer = new(_path))
        {
            foreach (int session in Enumerable.Range(1, 1_000))
            {
                writer.Read(session % 10, [(7, [1, 2, 3])]);
            }

            writer.Read(1, [(8, [1, 2, 3])]);
            writer.Read(1, [(7, [2, 1, 3])]);
        }

        Assert.Equal(3, HistoryFile.Entries(_path).OfType<HistoryEntry.List>().Count());
        Assert.InRange(new FileInfo(_path).Length, 4_000, 4_100);
    }

    [Fact]
    public void A_file_that_is_not_a_history_is_rejected()
    {
        File.WriteAllText(_path, "a,b\n1,2\n");
        Assert.Throws<InvalidDataException>(() => HistoryFile.Entries(_path).Count());
    }

    private static string Text(HistoryEntry entry) => entry switch
    {
        HistoryEntry.Append append => $"Append {append.Session} {append.Key} {append.Value} {append.Outcome}",
        HistoryEntry.List list => $"List {list.Key} {string.Join(',', list.Values)}",
        HistoryEntry.Read read => $"Read {read.Session} {string.Join(',', read.Lists)}",
        HistoryEntry.Final final => $"Final {final.Key} {string.Join(',', final.Values)}",
        HistoryEntry.Refusal refusal => $"Refusal {refusal.Session}",
        _ => $"{entry}",
    };
}
