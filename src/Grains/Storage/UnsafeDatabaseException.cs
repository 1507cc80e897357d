namespace GridGrains.Storage;

/// <summary>A setting of the database would lose acknowledged reports. The message names it, its value and what is required.</summary>
public sealed class UnsafeDatabaseException : Exception
{
    internal UnsafeDatabaseException(string setting, string value, string required)
        : base($"The database's setting {setting} is '{value}', and then acknowledged reports can be lost; required is {required}.")
    {
    }
}
