namespace Imara.Failures;

/// <summary>The one place where the text of an exception is read that this program did not write.</summary>
public static class ForeignText
{
    /// <summary>A fault of this program: what its makers need to know of it.</summary>
    public static string OfFault(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return $"internal error: {fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}";
    }

    /// <summary>What a library of the system said, such as OpenSSL about a token; there is no other word of why.</summary>
    public static string OfLibrary(Exception refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal.Message.ReplaceLineEndings(" ");
    }
}
