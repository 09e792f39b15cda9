using Imara.Boot.Machine;

namespace Imara.Boot.Loading;

/// <summary>The kernel's <c>ima/policy</c>: one open at a time, each write a message.</summary>
/// <remarks>docs/reference/policy.md 1.1 to 1.5.</remarks>
internal interface IPolicyInterface
{
    /// <summary>The path of the file, for messages.</summary>
    string Name { get; }

    /// <summary>What can be done with the file.</summary>
    PolicyFileState State { get; }

    /// <summary>Opens the file for a load.</summary>
    Errno Open();

    /// <summary>One write(2).</summary>
    /// <param name="data">A path, or a rule with its line feed.</param>
    /// <param name="count">What the call returned.</param>
    Errno Write(ReadOnlySpan<byte> data, out long count);

    /// <summary>Ends the load; the kernel switches now or throws the load away, and says neither.</summary>
    void Close();

    /// <summary>The policy in force.</summary>
    Errno Read(out byte[] text);
}
