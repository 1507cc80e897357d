using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridGrains.Bench.Hosts;

/// <summary>The least a web server can do: it reads the body away and answers a receipt that is always the same.</summary>
internal static class EmptyHost
{
    private static readonly byte[] Receipt =
        """{"reportId":"00000000-0000-7000-8000-000000000000","place":"city.c1.t1.v1.g1","sequence":1,"status":"recorded","applied":10,"superseded":0}"""u8.ToArray();

    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync(cancellation);
        Console.WriteLine(app.Urls.First());
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        ReadResult read;
        do
        {
            read = await http.Request.BodyReader.ReadAsync(http.RequestAborted);
            http.Request.BodyReader.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = Receipt.Length;
        await http.Response.BodyWriter.WriteAsync(Receipt, http.RequestAborted);
    }
}
