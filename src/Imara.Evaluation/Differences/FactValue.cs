namespace Imara.Evaluation.Differences;

/// <summary>A value of a fact: a number or a text, the other one empty.</summary>
internal readonly record struct FactValue(UInt128 Number, ByteString Text)
{
    public static FactValue Of(UInt128 number) => new(number, default);

    public static FactValue Of(ByteString text) => new(0, text);
}
