using Tracker.Data.Model;
using Tracker.Geo.Reports;
using TrackerFetcher.Sources;
using TrackerFetcher.Tests.Sources.Http;

namespace TrackerFetcher.Tests.Sources.OwnTracks;

public sealed class OwnTracksTests : IDisposable
{
    private const string Location = """{"_type":"location","acc":65,"alt":150,"batt":77,"cog":90,"lat":48.2082,"lon":16.3738,"tid":"JJ","topic":"owntracks/jjolie/phone","tst":1767171600,"vel":36,"isotst":"2025-12-31T09:00:00Z"}""";
    private const string Transition = """{"_type":"transition","event":"enter","lat":48.2,"lon":16.3,"tst":1767171601,"tid":"JJ"}""";

    private readonly Readers _readers = new();

    public void Dispose() => _readers.Dispose();

    [Fact]
    public async Task The_Recorders_locations_give_what_they_have_in_our_units()
    {
        await using FeedServer server = await FeedServer.SayingAsync($$"""{"count":2,"data":[{{Location}},{{Transition}}],"status":200}""");
        Reading reading = await _readers.Read(Kind.OwnTracks, $"{server.Root}/api/0/locations?user=jjolie&device=phone");

        NewReport report = Assert.Single(reading.Reports);
        Assert.Equal(("jjolie/phone", new DateTime(2025, 12, 31, 9, 0, 0, DateTimeKind.Utc)), (report.TrackerKey, report.RecordedAt));
        Assert.Equal((48.2082, 16.3738, 65.0, 150.0), (report.Latitude, report.Longitude, report.AccuracyMetres, report.AltitudeMetres));
        Assert.Equal((10.0, 90.0, 77.0), (Math.Round(report.SpeedMetresPerSecond!.Value, 9), report.HeadingDegrees, report.BatteryPercent));
        Assert.Empty(reading.Rejected);
        Assert.Equal(["GET /api/0/locations?user=jjolie&device=phone&from=2025-12-25T00%3A00%3A00"], server.Questions);
    }

    [Theory]
    [InlineData("", "jjolie/phone")]
    [InlineData("\"topic\":\"owntracks/jjolie/phone\",", "JJ")]
    public async Task A_message_is_of_its_topic_else_of_its_tid(string removed, string tracker)
    {
        string text = removed.Length == 0 ? Location : Location.Replace(removed, "", StringComparison.Ordinal);
        Assert.Equal(tracker, Assert.Single((await _readers.ReadText(Kind.OwnTracks, $"[{text}]")).Reports).TrackerKey);
    }

    [Fact]
    public async Task A_file_of_the_store_is_read_and_where_it_has_grown_read_on()
    {
        string line = $"2025-12-31T09:00:00Z\t*                 \t{Location}\n";
        string later = line.Replace("1767171600", "1767171660", StringComparison.Ordinal);
        string other = $"2025-12-31T09:00:01Z\ttransition        \t{Transition}\n";
        using TempFile file = new(line + other + "2025-12-31T09:00:02Z torn\n", "2025-12.rec");
        Reading first = await _readers.Read(Kind.OwnTracks, file.Path, """{"tracker":"jane"}""");
        await File.AppendAllTextAsync(file.Path, later);
        Reading second = await _readers.Read(Kind.OwnTracks, file.Path, """{"tracker":"jane"}""", first.Position);

        Assert.Equal("jane", Assert.Single(first.Reports).TrackerKey);
        Assert.Equal(RejectionReason.Malformed, Assert.Single(first.Rejected).Reason);
        Assert.Equal(new DateTime(2025, 12, 31, 9, 1, 0, DateTimeKind.Utc), Assert.Single(second.Reports).RecordedAt);
        Assert.Equal(1, second.Received);
    }

    [Fact]
    public async Task A_file_of_the_store_is_of_its_folders_user_and_device()
    {
        string root = Directory.CreateTempSubdirectory("tracker-store-").FullName;
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "rec", "jjolie", "phone")).FullName, "2025-12.rec");
        await File.WriteAllTextAsync(path, $"2025-12-31T09:00:00Z\t*\t{Location}\n");
        Reading reading = await _readers.Read(Kind.OwnTracks, path);
        Directory.Delete(root, recursive: true);

        Assert.Equal("jjolie/phone", Assert.Single(reading.Reports).TrackerKey);
    }

    [Fact]
    public async Task An_encrypted_message_is_quarantined_with_what_to_do()
    {
        QuarantinedReport rejected = Assert.Single((await _readers.ReadText(Kind.OwnTracks, """[{"_type":"encrypted","data":"x"}]""")).Rejected);
        Assert.Equal(RejectionReason.Malformed, rejected.Reason);
        Assert.Contains("Give the Recorder the key", rejected.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused()
    {
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => _readers.ReadText(Kind.OwnTracks, "a,b\n1,2\n", name: "2025-12.rec"));
        Assert.Contains("is not a file of the OwnTracks Recorder", e.Message, StringComparison.Ordinal);
    }
}
