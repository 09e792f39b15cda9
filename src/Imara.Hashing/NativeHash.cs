
namespace Imara.Hashing;

/// <summary>A digest by the system's libcrypto, without the framework in between.</summary>
internal sealed class NativeHash : ContentHash
{
    private readonly nint type;
    private nint context;
    private bool isBegun;

    private NativeHash(HashAlgo algo, nint type)
        : base(algo)
    {
        this.type = type;
        context = EvpDigests.NewContext();
    }

    /// <summary>What is not disposed of is freed all the same.</summary>
    ~NativeHash() => Dispose(disposing: false);

    /// <summary>Makes one; null where libcrypto is missing or has no such algorithm.</summary>
    public static NativeHash? TryCreate(HashAlgo algo)
    {
        var type = EvpDigests.TypeOf(algo);
        if (type == 0)
        {
            return null;
        }

        var made = new NativeHash(algo, type);
        if (made.context != 0 && EvpDigests.Begin(made.context, type))
        {
            made.isBegun = true;
            return made;
        }

        made.Dispose();
        return null;
    }

    public override void Append(ReadOnlySpan<byte> content)
    {
        Begin();
        Check(EvpDigests.Append(context, content));
    }

    private protected override void FinishCore(Span<byte> digest)
    {
        Begin();
        isBegun = false;
        Check(EvpDigests.Finish(context, digest));
    }

    protected override void Dispose(bool disposing)
    {
        if (context != 0)
        {
            EvpDigests.FreeContext(context);
            context = 0;
        }
    }

    private void Begin()
    {
        ObjectDisposedException.ThrowIf(context == 0, this);
        if (!isBegun)
        {
            Check(EvpDigests.Begin(context, type));
            isBegun = true;
        }
    }

    // What worked when it was made fails only for want of memory.
    private void Check(bool isDone)
    {
        GC.KeepAlive(this);
        if (!isDone)
        {
            throw new InvalidOperationException($"libcrypto cannot go on with {HashAlgos.NameOf(Algo)}");
        }
    }
}
