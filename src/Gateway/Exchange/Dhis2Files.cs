using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace GridGrains.Gateway;

/// <summary>Values for DHIS2: of each organisation unit the counts, in the order of the mapping.</summary>
internal sealed record Dhis2Values(Dhis2Mapping Mapping, (string OrgUnit, long[] Values)[] Units);

/// <summary>Writes values as DHIS2 and ADX take them.</summary>
internal static class Dhis2Files
{
    private const string Adx = "urn:ihe:qrph:adx:2015";

    // DHIS2 goes by the order of the columns and passes the header over.
    private static readonly string[] Columns =
        ["dataelement", "period", "orgunit", "categoryoptioncombo", "attributeoptioncombo", "value", "storedby", "lastupdated", "comment", "followup", "deleted"];

    /// <summary>A data value set. Values are texts in it.</summary>
    public static void WriteJson(Utf8JsonWriter json, Dhis2Values values)
    {
        var mapping = values.Mapping;
        var period = mapping.Period.ToString();
        json.WriteStartObject();
        if (mapping.DataSet is { } set)
            json.WriteString("dataSet"u8, set);
        json.WriteStartArray("dataValues"u8);
        foreach (var (unit, element, value) in Each(values))
        {
            json.WriteStartObject();
            json.WriteString("dataElement"u8, element.DataElement);
            json.WriteString("period"u8, period);
            json.WriteString("orgUnit"u8, unit);
            if (element.CategoryOptionCombo is { } category)
                json.WriteString("categoryOptionCombo"u8, category);
            if (mapping.AttributeOptionCombo is { } attribute)
                json.WriteString("attributeOptionCombo"u8, attribute);
            json.WriteString("value"u8, Text(value));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The same as CSV, without the mark that a spreadsheet wants: DHIS2 would take it for a part of the file.</summary>
    public static string Csv(Dhis2Values values)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Columns).Append("\r\n");
        var period = values.Mapping.Period.ToString();
        foreach (var (unit, element, value) in Each(values))
        {
            string?[] cells = [element.DataElement, period, unit, element.CategoryOptionCombo, values.Mapping.AttributeOptionCombo, Text(value), null, null, null, null, null];
            text.AppendJoin(',', cells.Select(CsvCells.Plain)).Append("\r\n");
        }
        return text.ToString();
    }

    /// <summary>An ADX message: a group for each organisation unit.</summary>
    public static string Xml(Dhis2Values values, DateTime exported)
    {
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text))
        {
            xml.WriteStartElement("adx", Adx);
            xml.WriteAttributeString("exported", Rfc3339.Write(exported));
            foreach (var (unit, numbers) in values.Units)
            {
                xml.WriteStartElement("group", Adx);
                xml.WriteAttributeString("dataSet", values.Mapping.DataSet);
                xml.WriteAttributeString("period", values.Mapping.Period.ToAdx());
                xml.WriteAttributeString("orgUnit", unit);
                foreach (var (i, element) in values.Mapping.Elements.Index())
                {
                    xml.WriteStartElement("dataValue", Adx);
                    xml.WriteAttributeString("dataElement", element.DataElement);
                    foreach (var (name, member) in element.Dimensions)
                        xml.WriteAttributeString(name, member);
                    xml.WriteAttributeString("value", Text(numbers[i]));
                    xml.WriteEndElement();
                }
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return text.ToString();
    }

    private static IEnumerable<(string Unit, Dhis2Element Element, long Value)> Each(Dhis2Values values) =>
        values.Units.SelectMany(unit => values.Mapping.Elements.Select((element, i) => (unit.OrgUnit, element, unit.Values[i])));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    // What the declaration of the file says that it is in.
    private sealed class Utf8Text() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
