using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace GridGrains.EndToEnd.Tests;

public sealed class RetentionTests(Databases databases)
{
    private const string Ledger = "api/campaigns/shengtang-test/places/enping.shengtang.v01.g01";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_ACampaignClosedLongAgoInPostgres_PurgesItsSubjectsAndKeepsWhatItCounted()
    {
        var database = await databases.NewAsync();
        await using var home = new Home(database);
        await home.ServeAsync("--empty");
        await home.RunAsync(0, "import", Places.Scenario("shengtang"));
        using var phone = home.Client("steward", "enping");
        var report = Reports.Report(Reports.Observation("secret-1", 7), Reports.Observation("secret-2", 5));
        var first = await PostAsync(phone, $"{Ledger}/reports", report);
        await PostAsync(phone, "api/campaigns/shengtang-test/close", new { });
        var counted = (await phone.GetFromJsonAsync<JsonElement>(Ledger, Cancellation)).GetProperty("counts").GetRawText();
        await home.StopAsync();

        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancellation);
        Assert.True(await SavedAsync(connection, "secret"));
        await using (var command = new NpgsqlCommand("UPDATE city_version SET made_at = '2001-01-01T00:00:00.000000Z'", connection))
            await command.ExecuteNonQueryAsync(Cancellation);
        await home.ServeAsync("--empty");

        await Wait.UntilAsync("the subjects are gone", async () =>
        {
            using var answer = await phone.GetAsync($"{Ledger}/subjects", Cancellation);
            return (int)answer.StatusCode == 410;
        });
        Assert.False(await SavedAsync(connection, "secret"));
        Assert.Equal(counted, (await phone.GetFromJsonAsync<JsonElement>(Ledger, Cancellation)).GetProperty("counts").GetRawText());
        Assert.Equal(first.Replace("recorded", "duplicate", StringComparison.Ordinal), await PostAsync(phone, $"{Ledger}/reports", report));
        await home.RunAsync(0, "audit", "--campaign", "shengtang-test", "--place", "enping.shengtang");
    }

    // Whether a text stands in the journal or in what grains have saved, which is JSON with the ledger's bytes in base64.
    private static async Task<bool> SavedAsync(NpgsqlConnection connection, string text)
    {
        const string Everything = "SELECT convert_to(payload, 'UTF8') FROM journal UNION ALL SELECT PayloadBinary FROM OrleansStorage WHERE PayloadBinary IS NOT NULL";
        await using var command = new NpgsqlCommand(Everything, connection);
        await using var rows = await command.ExecuteReaderAsync(Cancellation);
        var found = false;
        while (await rows.ReadAsync(Cancellation))
        {
            var saved = Encoding.UTF8.GetString((byte[])rows[0]);
            var ledger = saved.StartsWith('{') && JsonDocument.Parse(saved).RootElement.TryGetProperty("Ledger", out var bytes) ? bytes.GetBytesFromBase64() : [];
            found |= (saved + Encoding.Latin1.GetString(ledger)).Contains(text, StringComparison.Ordinal);
        }
        return found;
    }

    private static async Task<string> PostAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(address, body, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}
