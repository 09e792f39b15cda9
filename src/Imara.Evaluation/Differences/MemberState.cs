using System.Collections.Immutable;

namespace Imara.Evaluation.Differences;

/// <summary>A fact that is a set of names, such as the profiles of a stacked AppArmor label: which are in it, and which are not.</summary>
internal sealed class MemberState : FactState
{
    private readonly ImmutableHashSet<ByteString> absent;

    private MemberState(ImmutableList<ByteString> present, ImmutableHashSet<ByteString> absent)
    {
        Present = present;
        this.absent = absent;
    }

    /// <summary>Any set.</summary>
    public static MemberState Any { get; } = new([], []);

    /// <summary>The names that are in it.</summary>
    public ImmutableList<ByteString> Present { get; }

    /// <inheritdoc/>
    public override bool? Test(in FactTest test) => Present.Contains(test.Value.Text) ? true : absent.Contains(test.Value.Text) ? false : null;

    /// <inheritdoc/>
    public override FactState Where(in FactTest test, bool holds) =>
        holds ? new MemberState(Present.Add(test.Value.Text), absent) : new MemberState(Present, absent.Add(test.Value.Text));
}
