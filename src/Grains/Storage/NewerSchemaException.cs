namespace GridGrains.Storage;

/// <summary>The database was made by a later version of the program.</summary>
public sealed class NewerSchemaException : Exception
{
    internal NewerSchemaException(int found, int known)
        : base(
            $"The database has schema version {found}, and this program knows versions up to {known}: "
            + "start a program at least as new as the one that made it.")
    {
    }
}
