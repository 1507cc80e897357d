using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace GridGrains.Gateway.Tests;

public sealed class Dhis2Tests : GatewayFacts
{
    private const string Dhis2 = Ledger + Town.Root + "/dhis2.";
    private const string DataSet = "lyLU2wR22tC";
    private const string Element = "f7n9E0hX8qk";
    private const string Other = "Ix2HsbDMLea";
    private const string Uid = "^[A-Za-z][A-Za-z0-9]{10}$";
    private const string FirstUnit = "DiszpKrYNg8";
    private const string SecondUnit = "g8upMTyEZGZ";

    private static readonly string Elements =
        $$"""[{ "count": "tests.sampled", "dataElement": "{{Element}}" }, { "count": "households.canvassed", "dataElement": "{{Other}}" }]""";

    private static readonly string Units = $$"""{ "{{Town.Grid}}": "{{SecondUnit}}", "{{Town.Village}}": "{{FirstUnit}}" }""";

    private static readonly XNamespace Adx = "urn:ihe:qrph:adx:2015";

    [Fact]
    public async Task Json_IsADataValueSet()
    {
        var set = (await PostAsync("json", Mapping())).IsOk();
        AssertIsDataValueSet(set);
        var today = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        Assert.Equal(DataSet, set.GetProperty("dataSet").GetString());
        Assert.Equal(
            [(Element, FirstUnit, "10"), (Other, FirstUnit, "0"), (Element, SecondUnit, "10"), (Other, SecondUnit, "0")],
            set.GetProperty("dataValues").EnumerateArray().Select(value => (Text(value, "dataElement"), Text(value, "orgUnit"), Text(value, "value"))));
        Assert.All(set.GetProperty("dataValues").EnumerateArray(), value => Assert.InRange(string.CompareOrdinal(Text(value, "period"), today), -1, 1));
    }

    [Fact]
    public async Task Csv_HasTheColumnsInTheOrderThatDhis2GoesBy()
    {
        var answer = await PostAsync("csv", Mapping(elements: $$"""[{ "count": "tests.sampled", "dataElement": "{{Element}}", "categoryOptionCombo": "Prlt0C1RF0s" }]""", date: "2022-10-06"));
        Assert.Equal((404, "application/problem+json"), (answer.Status, answer.MediaType));
        Gateway.Journal.Daily = Report;
        answer = await PostAsync("csv", Mapping(elements: $$"""[{ "count": "tests.sampled", "dataElement": "{{Element}}", "categoryOptionCombo": "Prlt0C1RF0s" }]""", date: "2022-10-06"));
        Assert.Equal((200, "text/csv"), (answer.Status, answer.MediaType));
        Assert.Equal(
            "dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,storedby,lastupdated,comment,followup,deleted\r\n"
            + $"{Element},20221006,{FirstUnit},Prlt0C1RF0s,,28,,,,,\r\n{Element},20221006,{SecondUnit},Prlt0C1RF0s,,28,,,,,\r\n",
            answer.Text);
        Assert.NotEqual(0xEF, answer.Bytes[0]);
    }

    [Fact]
    public async Task Adx_IsValidByTheSchemaOfItsProfile()
    {
        Gateway.Journal.Daily = Report;
        var answer = await PostAsync("adx", Mapping(
            elements: $$"""[{ "count": "tests.sampled", "dataElement": "{{Element}}", "dimensions": { "sex": "M", "ageGroup": "<15" } }, { "count": "tests.positive", "dataElement": "{{Other}}" }]""",
            date: "2022-10-06", values: "day"));
        Assert.Equal((200, "application/adx+xml"), (answer.Status, answer.MediaType));
        var adx = ReadAdx(answer.Bytes);
        var groups = adx.Root!.Elements(Adx + "group").ToArray();
        Assert.Equal([FirstUnit, SecondUnit], groups.Select(group => (string?)group.Attribute("orgUnit")));
        Assert.All(groups, group => Assert.Equal(("2022-10-06/P1D", DataSet), ((string?)group.Attribute("period"), (string?)group.Attribute("dataSet"))));
        var values = groups[0].Elements().ToArray();
        Assert.Equal((Element, "8", "M", "<15"), ((string?)values[0].Attribute("dataElement"), (string?)values[0].Attribute("value"), (string?)values[0].Attribute("sex"), (string?)values[0].Attribute("ageGroup")));
        // A correction may take more away than the day has added.
        Assert.Equal("-1", (string?)values[1].Attribute("value"));
    }

    [Theory]
    [InlineData("Daily", "20221006", "2022-10-06/P1D")]
    [InlineData("Weekly", "2022W40", "2022-10-03/P7D")]
    [InlineData("Monthly", "202210", "2022-10-01/P1M")]
    [InlineData("Quarterly", "2022Q4", "2022-10-01/P3M")]
    [InlineData("Yearly", "2022", "2022-01-01/P1Y")]
    public async Task APeriod_IsWrittenAsEitherFormatWritesIt(string type, string dhis2, string adx)
    {
        Gateway.Journal.Daily = Report;
        var set = (await PostAsync("json", Mapping(period: type, date: "2022-10-06"))).IsOk();
        AssertIsDataValueSet(set);
        Assert.Equal(dhis2, Text(set.GetProperty("dataValues")[0], "period"));
        var message = ReadAdx((await PostAsync("adx", Mapping(period: type, date: "2022-10-06"))).Bytes);
        Assert.Equal(adx, (string?)message.Root!.Elements().First().Attribute("period"));
    }

    [Fact]
    public async Task PlacesWithOfficialCodes_NeedNoList()
    {
        var set = (await PostAsync("json", $$"""{ "idScheme": "code", "period": "Monthly", "dataElements": [{ "count": "tests.sampled", "dataElement": "TESTS" }], "orgUnitsByCode": "village" }""")).IsOk();
        Assert.Equal("440785101201", Text(Assert.Single(set.GetProperty("dataValues").EnumerateArray()), "orgUnit"));
    }

    [Theory]
    [InlineData("idScheme", """ "name" """)]
    [InlineData("dataSet", """ "short" """)]
    [InlineData("period", """ "Hourly" """)]
    [InlineData("period", """ "1" """)]
    [InlineData("date", """ "6 October" """)]
    [InlineData("values", """ "week" """)]
    [InlineData("dataElements", "[]")]
    [InlineData("dataElements[0].count", """ [{ "count": "people.named", "dataElement": "f7n9E0hX8qk" }] """)]
    [InlineData("dataElements[0].dataElement", """ [{ "count": "tests.sampled", "dataElement": "1" }] """)]
    [InlineData("dataElements", """ [{ "count": "tests.sampled", "dataElement": "f7n9E0hX8qk" }, { "count": "tests.positive", "dataElement": "f7n9E0hX8qk" }] """)]
    [InlineData("dataElements[0].dimensions", """ [{ "count": "tests.sampled", "dataElement": "f7n9E0hX8qk", "dimensions": { "value": "1" } }] """)]
    [InlineData("orgUnits", "{}")]
    [InlineData("orgUnits.jingde", """ { "jingde": "DiszpKrYNg8" } """)]
    [InlineData("orgUnits.enping.shengtang", """ { "enping.shengtang": "=1+1" } """)]
    [InlineData("orgUnitsByCode", """ "village" """)]
    public async Task AMappingThatMayNotBe_IsRefusedByName(string path, string value)
    {
        var member = path.Split('.', '[')[0];
        var mapping = $$"""{ "dataSet": "{{DataSet}}", "period": "Daily", "dataElements": {{Elements}}, "orgUnits": {{Units}} }""";
        var changed = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(mapping)!;
        changed[member] = JsonSerializer.Deserialize<JsonElement>(value);
        var problem = (await PostAsync("json", JsonSerializer.Serialize(changed))).IsProblem(422, "invalid");
        Assert.True(problem.GetProperty("errors").TryGetProperty(path, out _), problem.GetRawText());
    }

    [Fact]
    public async Task Adx_HasNoOptionCombos_AndNamesItsDataSet()
    {
        (await PostAsync("adx", Mapping(elements: $$"""[{ "count": "tests.sampled", "dataElement": "{{Element}}", "categoryOptionCombo": "Prlt0C1RF0s" }]"""))).IsProblem(422, "invalid");
        (await PostAsync("adx", $$"""{ "period": "Daily", "dataElements": {{Elements}}, "orgUnits": {{Units}} }""")).IsProblem(422, "invalid");
    }

    [Fact]
    public async Task WhoHasTheRolePublicOnly_GetsNoExactNumber() =>
        (await Gateway.PostAsync(Dhis2 + "json", Mapping(), "public")).IsProblem(403, "forbidden");

    private static string Mapping(string period = "Daily", string? elements = null, string? date = null, string? values = null) =>
        $$"""
        { "dataSet": "{{DataSet}}", "period": "{{period}}", "dataElements": {{elements ?? Elements}}, "orgUnits": {{Units}}
          {{(date is null ? "" : $", \"date\": \"{date}\"")}} {{(values is null ? "" : $", \"values\": \"{values}\"")}} }
        """;

    private static DailyReport? Report(LedgerKey key, int day) => day != new DateOnly(2022, 10, 6).DayNumber ? null : new(
        key.Campaign, key.Place, day, Town.CreatedAt.UtcDateTime, Town.CreatedAt.UtcDateTime, true, 0, 0, [], [], [],
        Town.Counts(key.Place.Value, 1, ("tests.sampled", 28), ("tests.positive", 2)).Counts, Town.Counts(key.Place.Value, 1, ("tests.sampled", 20), ("tests.positive", 3)).Counts, []);

    // What DHIS2's documentation asks of a data value set: its members, identifiers of 11 letters and digits that begin with a letter, periods as ISO has them, values as texts.
    private static void AssertIsDataValueSet(JsonElement set)
    {
        Assert.Subset(new HashSet<string> { "dataSet", "completeDate", "period", "orgUnit", "attributeOptionCombo", "dataValues" }, set.EnumerateObject().Select(m => m.Name).ToHashSet());
        Assert.NotEqual(0, set.GetProperty("dataValues").GetArrayLength());
        Assert.All(set.GetProperty("dataValues").EnumerateArray(), value =>
        {
            Assert.Subset(
                new HashSet<string> { "dataElement", "period", "orgUnit", "categoryOptionCombo", "attributeOptionCombo", "value", "storedBy", "comment" },
                value.EnumerateObject().Select(m => m.Name).ToHashSet());
            Assert.Matches(Uid, Text(value, "dataElement"));
            Assert.Matches(Uid, Text(value, "orgUnit"));
            Assert.Matches(@"^(\d{4}|\d{4}Q[1-4]|\d{4}W([1-9]|[1-4]\d|5[0-3])|\d{4}(0[1-9]|1[0-2])|\d{4}(0[1-9]|1[0-2])([0-2]\d|3[01]))$", Text(value, "period"));
            Assert.Matches(@"^-?\d+$", Text(value, "value"));
        });
        Assert.Equal(
            set.GetProperty("dataValues").GetArrayLength(),
            set.GetProperty("dataValues").EnumerateArray().DistinctBy(value => (Text(value, "dataElement"), Text(value, "orgUnit"), Text(value, "period"))).Count());
    }

    // The rules of the profile, as a schema in our words: which elements and attributes there must be, of which types, and that dimensions may be any further attribute.
    private static XDocument ReadAdx(byte[] bytes)
    {
        const string Schema =
            """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:ihe:qrph:adx:2015" targetNamespace="urn:ihe:qrph:adx:2015" elementFormDefault="qualified">
              <xs:simpleType name="period">
                <xs:restriction base="xs:string">
                  <xs:pattern value="\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?/P(\d+Y)?(\d+M)?(\d+D)?"/>
                </xs:restriction>
              </xs:simpleType>
              <xs:element name="adx">
                <xs:complexType>
                  <xs:sequence>
                    <xs:element name="group" maxOccurs="unbounded">
                      <xs:complexType>
                        <xs:sequence>
                          <xs:element name="dataValue" maxOccurs="unbounded">
                            <xs:complexType>
                              <xs:sequence><xs:element name="annotation" minOccurs="0"/></xs:sequence>
                              <xs:attribute name="dataElement" type="xs:token" use="required"/>
                              <xs:attribute name="value" type="xs:decimal" use="required"/>
                              <xs:anyAttribute processContents="skip" namespace="##local"/>
                            </xs:complexType>
                          </xs:element>
                        </xs:sequence>
                        <xs:attribute name="orgUnit" type="xs:token" use="required"/>
                        <xs:attribute name="period" type="period" use="required"/>
                        <xs:anyAttribute processContents="skip" namespace="##local"/>
                      </xs:complexType>
                    </xs:element>
                  </xs:sequence>
                  <xs:attribute name="exported" type="xs:dateTime" use="required"/>
                  <xs:anyAttribute processContents="skip"/>
                </xs:complexType>
              </xs:element>
            </xs:schema>
            """;
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        using var stream = new MemoryStream(bytes);
        var adx = XDocument.Load(stream);
        var schemas = new XmlSchemaSet();
        using var text = new StringReader(Schema);
        using var reader = XmlReader.Create(text);
        schemas.Add(Adx.NamespaceName, reader);
        List<string> wrong = [];
        adx.Validate(schemas, (_, e) => wrong.Add(e.Message));
        Assert.Empty(wrong);
        Assert.Equal(Adx + "adx", adx.Root!.Name);
        return adx;
    }

    private static string Text(JsonElement value, string member) => value.GetProperty(member).GetString()!;

    private Task<Answer> PostAsync(string format, string mapping) => Gateway.PostAsync(Dhis2 + format, mapping, "viewer");
}
