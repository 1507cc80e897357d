namespace GridGrains.Archives;

/// <summary>An archive cannot be written or read; the message is a sentence for whoever asked.</summary>
public sealed class ArchiveException(string message) : Exception(message);
