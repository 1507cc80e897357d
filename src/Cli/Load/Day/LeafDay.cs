namespace GridGrains.Cli;

/// <summary>
/// What a leaf observes in a day, in order: shifts come and go, doors and tubes all day long, some of them again later. A day over begins anew with new
/// subjects.
/// </summary>
internal sealed class LeafDay
{
    // A twelfth of the doors stays shut at first, a fiftieth of the tubes is put right later.
    private const int RevisitEvery = 12;
    private const int CorrectEvery = 50;
    private const int PeoplePerTube = 10;
    private const int ResidentsPerShift = 50;

    private readonly Work[] works;
    private readonly int doors;
    private readonly int seed;
    private int round;
    private int lastAt = -1;

    /// <param name="households">Doors.</param>
    /// <param name="people">Who is sampled here.</param>
    /// <param name="residents">Who lives here; shifts go by them.</param>
    /// <param name="seed">Chance.</param>
    public LeafDay(long households, long people, long residents, int seed)
    {
        (this.seed, doors) = (seed, (int)households);
        var tubes = (int)((people + PeoplePerTube - 1) / PeoplePerTube);
        var shifts = (int)Math.Max(1, residents / ResidentsPerShift);
        works =
        [
            new(WorkKind.ShiftBegins, shifts, shifts),
            new(WorkKind.Door, doors, doors),
            new(WorkKind.DoorAgain, doors / RevisitEvery, doors, RevisitEvery, RevisitEvery / 2),
            new(WorkKind.Tube, tubes, tubes),
            new(WorkKind.TubeAgain, tubes / CorrectEvery, tubes, CorrectEvery, CorrectEvery / 2),
            new(WorkKind.ShiftEnds, shifts, shifts),
        ];
        Total = works.Sum(w => w.Count * (w.Kind == WorkKind.DoorAgain ? 2 : 1));
    }

    /// <summary>Observations of one day.</summary>
    public int Total { get; }

    /// <summary>The next observations: at least so many, one more where a door is opened at last.</summary>
    public void Take(int atLeast, List<LoadObservation> into)
    {
        for (var end = into.Count + atLeast; into.Count < end;)
        {
            var next = Earliest();
            if (next < 0)
            {
                round++;
                foreach (ref var work in works.AsSpan())
                    work.Next = 0;
                continue;
            }
            Add(ref works[next], into);
        }
    }

    /// <summary>The time of a report's first observation, in ms of the day: later than all before it at this leaf.</summary>
    public int TimeOf(int at, int observations)
    {
        var first = Math.Max(at, lastAt + 1);
        lastAt = first + observations - 1;
        return first;
    }

    private int Earliest()
    {
        var (best, earliest) = (-1, double.PositiveInfinity);
        for (var i = 0; i < works.Length; i++)
        {
            if (works[i].Next < works[i].Count && works[i].Position is var position && position < earliest)
                (best, earliest) = (i, position);
        }
        return best;
    }

    private void Add(ref Work work, List<LoadObservation> into)
    {
        var number = work.Subject;
        var subject = (round * work.Subjects) + number;
        work.Next++;
        switch (work.Kind)
        {
            case WorkKind.ShiftBegins or WorkKind.ShiftEnds:
                into.Add(new(number % 2 == 0 ? LoadSeries.Medic : LoadSeries.Volunteer, subject, work.Kind == WorkKind.ShiftBegins ? 1 : 0));
                break;
            case WorkKind.Door:
                into.Add(new(IsShut(number) ? LoadSeries.Revisit : LoadSeries.Household, subject, 1));
                break;
            case WorkKind.DoorAgain:
                into.Add(new(LoadSeries.Revisit, subject, 0));
                into.Add(new(LoadSeries.Household, subject, 1));
                break;
            case WorkKind.Tube:
                into.Add(new(LoadSeries.Tube, subject, People(number)));
                break;
            default:
                into.Add(new(LoadSeries.Tube, subject, People(number) - 1));
                break;
        }
    }

    // Every door that DoorAgain comes back to, and no other.
    private bool IsShut(int door) => door % RevisitEvery == RevisitEvery / 2 && door / RevisitEvery < doors / RevisitEvery;

    // Most tubes are full.
    private int People(int tube) => Chance.Of(seed, tube) % 10 is < 7 ? PeoplePerTube : 1 + (int)(Chance.Of(seed, tube) / 10 % PeoplePerTube);

    private enum WorkKind
    {
        ShiftBegins,
        Door,
        DoorAgain,
        Tube,
        TubeAgain,
        ShiftEnds,
    }

    /// <param name="Kind">What is done.</param>
    /// <param name="Count">How often.</param>
    /// <param name="Subjects">How many subjects this kind of subject has.</param>
    /// <param name="Every">Of so many of them one is concerned,</param>
    /// <param name="From">beginning with this one.</param>
    private record struct Work(WorkKind Kind, int Count, int Subjects, int Every = 1, int From = 0)
    {
        public int Next { get; set; }

        public readonly int Subject => From + (Next * Every);

        /// <summary>When in the day it comes, 0 to 1. What is done again comes halfway between the first time and the day's end.</summary>
        public readonly double Position
        {
            get
            {
                var first = (Subject + 0.5) / Subjects;
                return Kind switch
                {
                    WorkKind.ShiftBegins => 0.5 * first,
                    WorkKind.ShiftEnds or WorkKind.DoorAgain or WorkKind.TubeAgain => 0.5 + (0.5 * first),
                    _ => first,
                };
            }
        }
    }
}
