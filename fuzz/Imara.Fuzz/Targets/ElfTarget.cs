using Imara.Boot.Programs;

namespace Imara.Fuzz.Targets;

/// <summary>Any file may be a program: it asks for names that lie in it, or is refused with an offset.</summary>
internal static class ElfTarget
{
    public static void Run(byte[] input)
    {
        var read = ElfImage.TryRead(input, out var image, out var error);
        Property.Holds(read == image is not null, "an answer without an error has an image");
        Property.Holds(error.Offset >= 0 && error.Offset <= input.Length, "the offset of an error lies in the input");
        if (image is null)
        {
            return;
        }

        foreach (var name in image.Needed.Append(image.Interpreter))
        {
            Property.Holds(name.IsEmpty || input.AsSpan().IndexOf(name.Span) >= 0, "a name is a part of the file");
            Property.Holds(!name.Span.Contains((byte)0), "a name ends before a NUL");
        }
    }
}
