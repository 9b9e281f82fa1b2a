"""Tables of directory, the help terms that ship with it, and the guard of what was approved."""

import uuid

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant, Json

revision = "006_directory"
down_revision = "005_people"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# A listing points at its version and a version at its listing: SQLite takes the constraint with the
# table and no later, PostgreSQL only once the other table is there.
_VERSION = sa.ForeignKeyConstraint(
    ["version_id"], ["listing_version.id"], name="fk_listing_version_id"
)

# group, slug, name, other words people use for it
TERMS = (
    (
        "meals",
        "cooking-together",
        "Cooking together",
        "cook, cookery, dinner, making meals, kitchen",
    ),
    (
        "meals",
        "hot-meals",
        "A hot meal made for you",
        "meals on wheels, lunch, supper, food delivered, dinners",
    ),
    ("meals", "food-shopping", "Shopping for food", "groceries, supermarket, shop with me"),
    ("meals", "baking", "Baking", "cakes, bread"),
    ("meals", "help-to-eat", "Help to eat and drink", "feeding, soft food, mealtimes"),
    ("meals", "lunch-club", "Eating with others", "lunch club, community meal, supper club"),
    ("out", "walks", "Walks", "walking, rambling, stroll, fresh air"),
    ("out", "days-out", "Days out", "trips, outings, seaside, museum, going out, excursion"),
    ("out", "shops-and-cafes", "Shops and cafes", "coffee, town, shopping trip"),
    ("out", "swimming", "Swimming", "pool, aqua"),
    (
        "out",
        "sport-and-exercise",
        "Sport and exercise",
        "gym, football, keep fit, yoga, cycling, fitness",
    ),
    (
        "out",
        "nature-and-farms",
        "Nature and farms",
        "animals, care farm, woodland, horses, allotment",
    ),
    ("out", "lifts", "Lifts and getting there", "transport, driving, car, travel"),
    ("out", "appointments", "Going to appointments", "doctor, hospital, dentist, health visits"),
    ("out", "evenings-out", "Evenings out", "cinema, pub, disco, gigs, theatre"),
    ("out", "faith", "Going to worship", "church, mosque, temple, faith"),
    (
        "company",
        "company",
        "Company at home",
        "visits, befriending, loneliness, sitting, companion, chat",
    ),
    ("company", "friends", "Making friends", "friendship, social, meet people"),
    ("company", "games", "Games and puzzles", "cards, chess, bingo, board games"),
    ("company", "phone-calls", "A friendly phone call", "telephone, ring, check in"),
    (
        "company",
        "circle-of-support",
        "Starting a circle of support",
        "circle, community circle, network",
    ),
    ("company", "memory-loss", "Company when memory fades", "dementia, alzheimers, memory cafe"),
    (
        "company",
        "peer-support",
        "People who have been there",
        "peer support, mental health, recovery, lived experience",
    ),
    ("company", "break-for-carers", "A break for a carer", "respite, sitting service, carers"),
    ("home", "cleaning", "Cleaning", "housework, hoovering, tidy, domestic"),
    ("home", "washing-and-ironing", "Washing and ironing clothes", "laundry, washing clothes"),
    ("home", "gardening", "Gardening", "mowing, garden, weeding, lawn"),
    ("home", "small-repairs", "Small repairs", "handyman, handyperson, diy, odd jobs, shelves"),
    ("home", "letters-and-bills", "Letters and bills", "paperwork, forms, post, budgeting"),
    (
        "home",
        "phones-and-computers",
        "Phones and computers",
        "technology, tablet, internet, online, digital",
    ),
    ("home", "sorting-out", "Sorting out and moving home", "declutter, hoarding, moving house"),
    ("home", "pets", "Looking after pets", "dog walking, cat, animals"),
    (
        "home",
        "mornings-and-evenings",
        "Getting up and going to bed",
        "bedtime, morning call, evening call",
    ),
    ("home", "errands", "Errands", "prescription, post office, collect"),
    ("making", "art", "Art", "painting, drawing, pottery, clay"),
    ("making", "music", "Music", "guitar, drums, band, instrument"),
    ("making", "singing", "Singing", "choir, karaoke"),
    ("making", "sewing-and-knitting", "Sewing and knitting", "textiles, crochet, needlework"),
    ("making", "wood-and-repair", "Woodwork and mending", "men in sheds, shed, bike repair, tools"),
    ("making", "dance-and-drama", "Dance and drama", "theatre, acting, movement"),
    ("making", "photos-and-film", "Photos and film", "photography, video, camera"),
    ("making", "crafts", "Crafts", "cards, jewellery, making things"),
    ("learning", "reading-and-writing", "Reading and writing", "literacy, english, maths, numbers"),
    ("learning", "handling-money", "Handling money", "budgeting, saving, bank"),
    ("learning", "finding-work", "Finding a job", "employment, work experience, cv, interview"),
    ("learning", "keeping-work", "Help in a job", "job coach, supported employment"),
    ("learning", "volunteering", "Volunteering", "giving time, helping others"),
    ("learning", "travel-training", "Learning to travel alone", "bus, train, independent travel"),
    (
        "learning",
        "living-skills",
        "Learning to live on your own",
        "independence, daily living, life skills",
    ),
    ("learning", "growing-food", "Growing food", "vegetables, horticulture, allotment"),
    ("learning", "speaking-up", "Speaking up for yourself", "advocacy, self-advocacy, rights"),
    ("breaks", "day-away", "A day away", "day service, day opportunities, day centre"),
    ("breaks", "overnight-stay", "A night away", "respite, overnight, short break"),
    ("breaks", "holidays", "Holidays", "holiday companion, week away"),
    (
        "breaks",
        "shared-lives",
        "Living with a family",
        "shared lives, adult placement, family home",
    ),
    ("breaks", "homeshare", "Sharing your home", "homeshare, lodger, live-in"),
    ("breaks", "night-time", "Someone there at night", "night sitting, sleep in, waking night"),
    (
        "body",
        "washing-and-dressing",
        "Washing and dressing",
        "personal care, bathing, shower, getting dressed",
    ),
    ("body", "using-the-toilet", "Using the toilet", "continence, personal care, toileting"),
    ("body", "moving-about", "Moving about", "hoist, transfers, mobility, moving and handling"),
    ("body", "medicines", "Taking medicines", "medication, tablets, pills"),
    ("body", "hair-and-nails", "Hair and nails", "hairdresser, foot care, barber, beauty"),
    ("body", "end-of-life", "Care at the end of life", "palliative, hospice, dying"),
)

SQLITE_GUARD = (
    "CREATE TRIGGER tr_listing_version_no_update BEFORE UPDATE ON listing_version "
    "BEGIN SELECT RAISE(ABORT, 'a version of a listing is never changed'); END",
    "CREATE TRIGGER tr_listing_version_no_delete BEFORE DELETE ON listing_version "
    "BEGIN SELECT RAISE(ABORT, 'a version of a listing is never changed'); END",
    # INSERT OR REPLACE takes a row away without a DELETE that a trigger would see.
    "CREATE TRIGGER tr_listing_version_no_replace BEFORE INSERT ON listing_version "
    "BEGIN SELECT RAISE(ABORT, 'a version of a listing is never changed') WHERE EXISTS ("
    "SELECT 1 FROM listing_version WHERE id = NEW.id "
    "OR (listing_id = NEW.listing_id AND number = NEW.number)); END",
)
POSTGRESQL_GUARD = (
    "CREATE FUNCTION listing_version_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a version of a listing is never changed' "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER tr_listing_version_no_update BEFORE UPDATE ON listing_version "
    "FOR EACH ROW EXECUTE FUNCTION listing_version_kept()",
    "CREATE TRIGGER tr_listing_version_no_delete BEFORE DELETE ON listing_version "
    "FOR EACH ROW EXECUTE FUNCTION listing_version_kept()",
    "CREATE TRIGGER tr_listing_version_no_truncate BEFORE TRUNCATE ON listing_version "
    "FOR EACH STATEMENT EXECUTE FUNCTION listing_version_kept()",
)


def upgrade() -> None:
    _listings()
    _parts()
    _taxonomy()
    _checks()
    _history()
    _messages()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.create_foreign_key(
            "fk_listing_version_id", "listing", "listing_version", ["version_id"], ["id"]
        )
    for statement in SQLITE_GUARD if is_sqlite else POSTGRESQL_GUARD:
        op.execute(statement)
    _put_terms()


def _listings() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    version_inside = [_VERSION] if is_sqlite else []
    op.create_table(
        "organization",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("users_percent", WHOLE, nullable=True),
        sa.Column("workers_percent", WHOLE, nullable=True),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("register_number", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "users_percent IS NULL OR (users_percent >= 0 AND workers_percent >= 0 AND users_percent + workers_percent <= 100)",  # noqa: E501
            name=op.f("ck_organization_owned_at_most_whole"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
    )
    op.create_table(
        "listing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("edit", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("same_people", sa.Text(), nullable=False),
        sa.Column("personal_care", sa.Boolean(), nullable=True),
        sa.Column("handles_money", sa.Boolean(), nullable=True),
        sa.Column("one_to_one", sa.Boolean(), nullable=True),
        sa.Column("workers", WHOLE, nullable=True),
        sa.Column("does_not", sa.Text(), nullable=False),
        sa.Column("who_for", sa.Text(), nullable=True),
        sa.Column("minimum_age", WHOLE, nullable=True),
        sa.Column("maximum_age", WHOLE, nullable=True),
        sa.Column("times_note", sa.Text(), nullable=False),
        sa.Column("includes", sa.Text(), nullable=True),
        sa.Column("travel", sa.Text(), nullable=False),
        sa.Column("cancelling", sa.Text(), nullable=False),
        sa.Column("shortest_minutes", WHOLE, nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=True),
        sa.Column("shared_min", WHOLE, nullable=True),
        sa.Column("shared_max", WHOLE, nullable=True),
        sa.Column("pay", Json, nullable=True),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("room_for", WHOLE, nullable=True),
        sa.Column("waiting_weeks", WHOLE, nullable=True),
        sa.Column("told_access", sa.Boolean(), nullable=False),
        sa.Column("access_note", sa.Text(), nullable=False),
        sa.Column("told_reach", sa.Boolean(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("has_insurance", sa.Boolean(), nullable=True),
        sa.Column("insured_until", sa.Date(), nullable=True),
        sa.Column("dbs", sa.Text(), nullable=True),
        sa.Column("registration", sa.Text(), nullable=False),
        sa.Column("has_training", sa.Boolean(), nullable=False),
        sa.Column("paid", sa.Text(), nullable=True),
        sa.Column("travel_time", sa.Text(), nullable=False),
        sa.Column("training", sa.Text(), nullable=False),
        sa.Column("say", sa.Text(), nullable=False),
        sa.Column("principles", Json, nullable=True),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("story_by", sa.Text(), nullable=False),
        sa.Column("story_agreed", sa.Boolean(), nullable=False),
        sa.Column("council_code", sa.Text(), nullable=True),
        sa.Column("patch_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("source_hash", sa.Text(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "edit IN ('none', 'draft', 'sent', 'changes_asked')", name=op.f("ck_listing_known_edit")
        ),
        sa.CheckConstraint(
            "state IN ('idea', 'draft', 'sent', 'changes_asked', 'public', 'paused', 'closed', 'declined')",  # noqa: E501
            name=op.f("ck_listing_known_state"),
        ),
        sa.CheckConstraint(
            "state IN ('public', 'paused') OR edit = 'none'",
            name=op.f("ck_listing_only_the_public_is_edited"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('public', 'paused') OR version_id IS NOT NULL",
            name=op.f("ck_listing_public_is_approved"),
        ),
        sa.CheckConstraint(
            "shared_min IS NULL OR (shared_min >= 2 AND shared_max >= shared_min)",
            name=op.f("ck_listing_shared_by_some"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_listing_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(["patch_id"], ["patch.id"], name=op.f("fk_listing_patch_id_patch")),
        *version_inside,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("slug", name=op.f("uq_listing_slug")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_listing_source_source_id")),
    )
    op.create_index("ix_listing_organization_id", "listing", ["organization_id"])
    op.create_index("ix_listing_patch_id_state", "listing", ["patch_id", "state"])
    op.create_table(
        "listing_keeper",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_keeper_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_listing_keeper_person_id_person")
        ),
        sa.PrimaryKeyConstraint("listing_id", "person_id", name=op.f("pk_listing_keeper")),
    )
    op.create_index("ix_listing_keeper_person_id", "listing_keeper", ["person_id"])


def _parts() -> None:
    op.create_table(
        "location",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=False),
        sa.Column("near", sa.Text(), nullable=False),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("line_1", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("county", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "reach = 'venue' OR (postcode IS NULL AND line_1 IS NULL AND precision <> 'exact')",
            name=op.f("ck_location_no_home_is_shown"),
        ),
        sa.CheckConstraint(
            "reach IN ('visits', 'venue', 'home')", name=op.f("ck_location_known_reach")
        ),
        sa.CheckConstraint(
            "lat BETWEEN 49 AND 61 AND lng BETWEEN -9 AND 3", name=op.f("ck_location_in_the_uk")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_location_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_location")),
    )
    op.create_table(
        "private_place",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_private_place_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_private_place")),
    )
    op.create_table(
        "service_area",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("radius_m", WHOLE, nullable=False),
        sa.CheckConstraint("radius_m BETWEEN 1 AND 160000", name=op.f("ck_service_area_some_way")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_service_area_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_service_area")),
    )
    op.create_table(
        "schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint(
            "day IN ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')",
            name=op.f("ck_schedule_known_day"),
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_schedule_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
    )
    op.create_index("ix_schedule_listing_id", "schedule", ["listing_id"])
    op.create_table(
        "cost_option",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("pence", WHOLE, nullable=False),
        sa.Column("per", sa.Text(), nullable=False),
        sa.Column("minutes", WHOLE, nullable=True),
        sa.CheckConstraint(
            "per IN ('hour', 'session', 'day', 'week')", name=op.f("ck_cost_option_known_per")
        ),
        sa.CheckConstraint(
            "minutes IS NULL OR minutes BETWEEN 1 AND 1440",
            name=op.f("ck_cost_option_minutes_in_a_day"),
        ),
        sa.CheckConstraint(
            "pence BETWEEN 0 AND 1000000", name=op.f("ck_cost_option_pence_in_reason")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_cost_option_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_option")),
    )
    op.create_index("ix_cost_option_listing_id", "cost_option", ["listing_id"])
    op.create_table(
        "language",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_language_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language")),
    )
    op.create_index("ix_language_listing_id", "language", ["listing_id"])
    op.create_table(
        "accessibility",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_accessibility_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accessibility")),
        sa.UniqueConstraint("listing_id", "code", name=op.f("uq_accessibility_listing_id_code")),
    )
    op.create_index("ix_accessibility_listing_id", "accessibility", ["listing_id"])
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_contact_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index("ix_contact_listing_id", "contact", ["listing_id"])
    op.create_table(
        "phone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_phone_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone")),
    )
    op.create_index("ix_phone_listing_id", "phone", ["listing_id"])


def _taxonomy() -> None:
    op.create_table(
        "taxonomy_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("alike", Json, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_taxonomy_term_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomy_term")),
        sa.UniqueConstraint("slug", name=op.f("uq_taxonomy_term_slug")),
    )
    op.create_table(
        "service_taxonomy",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_service_taxonomy_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(
            ["term_id"],
            ["taxonomy_term.id"],
            name=op.f("fk_service_taxonomy_term_id_taxonomy_term"),
        ),
        sa.PrimaryKeyConstraint("listing_id", "term_id", name=op.f("pk_service_taxonomy")),
    )
    op.create_index("ix_service_taxonomy_term_id", "service_taxonomy", ["term_id"])


def _checks() -> None:
    op.create_table(
        "listing_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("seen_by_id", sa.Uuid(), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('identity', 'insurance', 'dbs', 'registration', 'safeguarding_training', 'food_hygiene')",  # noqa: E501
            name=op.f("ck_listing_check_known_kind"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= seen_on", name=op.f("ck_listing_check_ends_after_seen")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_check_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["person.id"], name=op.f("fk_listing_check_seen_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_check")),
    )
    op.create_index("ix_listing_check_listing_id", "listing_check", ["listing_id"])
    op.create_table(
        "declared_interest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("tie", sa.Text(), nullable=False),
        sa.Column("declared_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "tie IN ('relative', 'employer', 'client', 'other')",
            name=op.f("ck_declared_interest_known_tie"),
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_declared_interest_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_declared_interest_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_interest")),
        sa.UniqueConstraint(
            "person_id", "listing_id", name=op.f("uq_declared_interest_person_id_listing_id")
        ),
    )
    op.create_index("ix_declared_interest_listing_id", "declared_interest", ["listing_id"])
    op.create_index("ix_declared_interest_person_id", "declared_interest", ["person_id"])


def _history() -> None:
    op.create_table(
        "listing_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("document", Json, nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_version_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_listing_version_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_version")),
        sa.UniqueConstraint(
            "listing_id", "number", name=op.f("uq_listing_version_listing_id_number")
        ),
    )
    op.create_table(
        "listing_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_listing_event_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_event_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_event")),
    )
    op.create_index("ix_listing_event_listing_id", "listing_event", ["listing_id"])


def _messages() -> None:
    op.create_table(
        "listing_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=True),
        sa.Column("asker_name", sa.Text(), nullable=False),
        sa.Column("asker_email", sa.Text(), nullable=True),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answer_token_hash", sa.Text(), nullable=False),
        sa.Column("read_token_hash", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_listing_question_answered_once"),
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["person.id"], name=op.f("fk_listing_question_asker_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_question_listing_id_listing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_question")),
        sa.UniqueConstraint(
            "answer_token_hash", name=op.f("uq_listing_question_answer_token_hash")
        ),
        sa.UniqueConstraint("read_token_hash", name=op.f("uq_listing_question_read_token_hash")),
    )
    op.create_index("ix_listing_question_asker_id", "listing_question", ["asker_id"])
    op.create_index("ix_listing_question_listing_id", "listing_question", ["listing_id"])
    op.create_table(
        "listing_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("reported_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_report_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_listing_report_settled_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_report")),
    )
    op.create_index("ix_listing_report_listing_id", "listing_report", ["listing_id"])
    op.create_table(
        "listing_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_link_listing_id_listing")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_listing_link_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_listing_link_token_hash")),
    )
    op.create_index("ix_listing_link_listing_id", "listing_link", ["listing_id"])


def _put_terms() -> None:
    table = sa.table(
        "taxonomy_term",
        sa.column("id", sa.Uuid()),
        sa.column("slug", sa.Text()),
        sa.column("name", sa.Text()),
        sa.column("group", sa.Text()),
        sa.column("alike", Json),
        sa.column("position", WHOLE),
        sa.column("is_current", sa.Boolean()),
    )
    rows = [
        {
            # The same everywhere, so that feeds of two sites agree on what a term is.
            "id": uuid.uuid5(uuid.NAMESPACE_DNS, f"{slug}.help.microcare"),
            "slug": slug,
            "name": name,
            "group": group,
            "alike": [word.strip() for word in alike.split(",") if word.strip()],
            "position": position,
            "is_current": True,
        }
        for position, (group, slug, name, alike) in enumerate(TERMS)
    ]
    op.bulk_insert(table, rows)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table("listing_link")
    op.drop_table("listing_report")
    op.drop_table("listing_question")
    op.drop_table("listing_event")
    op.drop_table("declared_interest")
    op.drop_table("listing_check")
    op.drop_table("service_taxonomy")
    op.drop_table("taxonomy_term")
    op.drop_table("phone")
    op.drop_table("contact")
    op.drop_table("accessibility")
    op.drop_table("language")
    op.drop_table("cost_option")
    op.drop_table("schedule")
    op.drop_table("service_area")
    op.drop_table("private_place")
    op.drop_table("location")
    op.drop_table("listing_keeper")
    if is_sqlite:
        op.execute("PRAGMA defer_foreign_keys = ON")
    else:
        op.drop_constraint("fk_listing_version_id", "listing", type_="foreignkey")
    op.drop_table("listing_version")
    op.drop_table("listing")
    op.drop_table("organization")
    if not is_sqlite:
        op.execute("DROP FUNCTION listing_version_kept()")
