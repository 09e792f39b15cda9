namespace Imara.Policy.Parsing;

/// <summary>The user's text in a message: safe to print and short.</summary>
internal static class UserText
{
    private const int Max = 80;

    public static string Of(ReadOnlySpan<byte> text) => text.Length <= Max ? ByteString.Display(text) : ByteString.Display(text[..Max]) + "..";
}
