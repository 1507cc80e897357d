using System.Text;

namespace GridGrains.Gateway.Tests;

/// <summary>Valid inputs, from which others are made.</summary>
internal static class Samples
{
    public const string Report =
        """{"reportId":"0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d","observations":[{"series":"tests.sampled","subject":"T0001234","value":10,"at":"2022-10-06T09:12:31Z","post":"site-03"},{"series":"households.canvassed","subject":"h.12","value":1,"at":"2022-10-06T17:12:31.25+08:00"}]}""";

    public const string Bulk =
        """[{"place":"enping.shengtang.v01.g01","reportId":"0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d","observations":[{"series":"tests.sampled","subject":"T1","value":1,"at":"2022-10-06T09:12:31Z"}]},{"place":"enping.shengtang.v01.g02","reportId":"0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3e","observations":[]}]""";

    public const string Places = "id,level,name,name_en,households,residents\nenping.shengtang.v03,village,\"村3, 新\",V3,98,340\nenping.shengtang.v03.g01,grid,村3网格1,,9,34\n";

    public const string Posts = "id,place,kind,name,requires,hours\nsite-03,enping.shengtang.v01.g01,sampling-site,采样点3,cadre:1;volunteer:2,07:30-21:00\n";

    public const string PlacesJson =
        """[{"id":"enping.shengtang.v03","parent":"enping.shengtang","level":"village","name":"村3","nameEn":"V3","leaf":true,"attributes":{"households":98}}]""";

    public const string PostsJson =
        """[{"id":"site-03","place":"enping.shengtang.v01.g01","kind":"gate","name":"门","requires":"cadre:1","hours":"07:30-21:00"}]""";

    public const string Campaign =
        """{"kind":"round","title":"全员核酸","titleEn":"Everybody","root":"enping.shengtang","opensAt":"2022-10-06T00:00:00Z","deadline":"2022-10-08T00:00:00Z","targets":{"tests.sampled":"residents"},"drill":{"origin":"2022-10-06T00:00:00Z","speed":120}}""";

    public const string Notice = """{"id":"0199b1c2-7c3f-7b10-8a21-6d5f4e3c2b1a","text":{"zh":"今晚八点前上报","en":"Report before eight"}}""";

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
