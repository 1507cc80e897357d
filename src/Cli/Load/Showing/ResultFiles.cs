using System.Text;
using System.Text.Json;

namespace GridGrains.Cli;

/// <summary>Where a result is written: as JSON for machines, and as a page for people, side by side.</summary>
internal sealed class ResultFiles
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string json;
    private readonly string html;

    private ResultFiles(string file) => (json, html) = (Path.ChangeExtension(file, ".json"), Path.ChangeExtension(file, ".html"));

    /// <summary>For a sentence.</summary>
    public string Names => $"{json} and {html}";

    /// <summary>Makes sure before a long run that it can be written.</summary>
    public static ResultFiles Open(string file)
    {
        var files = new ResultFiles(Path.GetFullPath(file));
        try
        {
            foreach (var path in new[] { files.json, files.html })
            {
                using var probe = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
            }
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.WrongUse, $"--out: '{file}' cannot be written: {e.Message}");
        }
    }

    /// <summary>The result as JSON.</summary>
    public static byte[] Json(LoadResult result) => JsonSerializer.SerializeToUtf8Bytes(result, Written);

    /// <summary>Writes both.</summary>
    public async Task WriteAsync(LoadResult result, CancellationToken cancellation)
    {
        await File.WriteAllBytesAsync(json, Json(result), cancellation);
        await File.WriteAllTextAsync(html, ResultPage.Of(result), Encoding.UTF8, cancellation);
    }
}
