using System.Collections.Immutable;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Replaying;

/// <summary>The arguments of one operation by position and kind.</summary>
internal readonly struct OperationArguments(string operation, ImmutableArray<string> arguments)
{
    private const int MaxSize = 64 << 20;

    public int Count => arguments.Length;

    public string Text(int index) => index < arguments.Length ? arguments[index] : throw new TraceFailure($"`{operation}` has no argument {index}");

    /// <summary>Bytes; <c>-</c> is none.</summary>
    public byte[] Hex(int index) => Text(index) is var text && text == "-" ? [] : JsonFields.Hex(text);

    public ushort Mode(int index) => JsonFields.Mode(Text(index));

    public uint Id(int index) => uint.TryParse(Text(index), out var id) ? id : throw new TraceFailure($"`{operation}`: argument {index} is no id");

    public int Size(int index) => int.TryParse(Text(index), out var size) && size is >= 0 and <= MaxSize ? size : throw new TraceFailure($"`{operation}`: argument {index} is no size up to 64 MiB");
}
